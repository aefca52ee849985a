import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMember, scanMembers } from "./member-scanner.ts";

const spaces = fc.constantFrom("", " ", "\n", "\t \r\n");
/** Any object, written with odd spacing, escapes and repeated names. */
const written = fc
  .array(
    fc.tuple(
      fc.oneof(fc.string(), fc.constantFrom("model", "stream", 'a"b', "\\", "naïve", "__proto__")),
      fc.jsonValue({ maxDepth: 4 }),
      spaces,
      fc.boolean(),
    ),
    { maxLength: 8 },
  )
  .map((members) => {
    const texts = members.map(([name, value, space, isIndented]) => {
      const key = name === "model" && isIndented ? '"mod\\u0065l"' : JSON.stringify(name);
      return `${space}${key}${space}:${space}${JSON.stringify(value, null, isIndented ? 2 : 0)}${space}`;
    });
    return `{${texts.join(",")}}`;
  });

describe("scanMembers", () => {
  it("finds the members that JSON.parse finds", () => {
    fc.assert(
      fc.property(written, spaces, (text, space) => {
        const bytes = Buffer.from(space + text + space);
        const members = scanMembers(bytes);
        const expected: Record<string, unknown> = JSON.parse(text);
        expect(members).not.toBeNull();
        if (members === null) return;
        expect([...members.ranges.keys()].sort()).toEqual(namesOf(text));
        for (const name of members.ranges.keys()) {
          if (name === "__proto__") continue;
          expect(readMember(bytes, members, name)).toEqual(expected[name]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuses every beginning of an object and everything that is none", () => {
    fc.assert(
      fc.property(written, fc.nat(), (text, at) => {
        const bytes = Buffer.from(text);
        expect(scanMembers(bytes.subarray(0, at % bytes.length))).toBeNull();
        expect(scanMembers(Buffer.from(`${text}}`))).toBeNull();
        expect(scanMembers(Buffer.from(`[${text}]`))).toBeNull();
      }),
    );
    for (const text of [
      "",
      " ",
      "[]",
      "null",
      '{"a":}',
      '{"a" 1}',
      '{"a":[}]}',
      "{,}",
      '{"a":1,}',
      "{a:1}",
    ]) {
      expect(scanMembers(Buffer.from(text)), text).toBeNull();
    }
  });

  it("names what is said twice, however it is written", () => {
    const members = scanMembers(Buffer.from('{"model":"a","n":1,"mod\\u0065l":"b"}'));
    expect(members?.repeated).toEqual(["model"]);
  });
});

/** JSON.parse gives "__proto__" as an own member, which keys() of a plain object shows too. */
function namesOf(text: string): string[] {
  return Object.keys(JSON.parse(text)).sort();
}
