import { describe, expect, it } from "vitest";
import { mediaIdOf, mediaIdsIn } from "./media-tag.ts";

const tag = (id: string, type = "image/png") =>
  `@@@langfuseMedia:type=${type}|id=${id}|source=base64_data_uri@@@`;

describe("mediaIdsIn", () => {
  it("finds every file of a text once, in its order", () => {
    expect(
      mediaIdsIn(`see ${tag("b_1")} and ${tag("a-2")}${tag("b_1", "audio/mpeg")} {"x": "${tag("c")}"}`),
    ).toEqual(["b_1", "a-2", "c"]);
  });

  it.each([
    tag("../../etc/passwd"),
    tag('x" onerror="alert(1)'),
    tag("a".repeat(65)),
    tag(""),
    "@@@langfuseMedia:type=image/png|id=x@@@",
    "@@@langfuseMedia:id=x|type=image/png|source=file@@@",
    "@@@langfuseMedia:type=image/png|id=x|source=javascript:alert(1)@@@",
    "@@@langfuseMedia:type=<b>\n|id=x|source=file@@@",
  ])("leaves %s what it is: text", (text) => expect(mediaIdsIn(text)).toEqual([]));

  it("reads no more than a hundred", () => {
    expect(mediaIdsIn(Array.from({ length: 500 }, (_none, index) => tag(`m${index}`)).join(""))).toHaveLength(
      100,
    );
  });

  it("is quick with a text that only begins like tags", () => {
    const started = "@@@langfuseMedia:type=a|id=b|source=".repeat(50_000);
    expect(mediaIdsIn(started)).toEqual([]);
  });
});

describe("mediaIdOf", () => {
  it("is that of a tag alone", () => {
    expect(mediaIdOf(` ${tag("x")} `)).toBe("x");
    expect(mediaIdOf(`${tag("x")} and more`)).toBeNull();
    expect(mediaIdOf(`${tag("x")}${tag("x")}`)).toBeNull();
    expect(mediaIdOf("https://example.com/x.png")).toBeNull();
  });
});
