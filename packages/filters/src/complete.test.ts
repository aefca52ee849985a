import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeQuery } from "./complete.ts";

/** The bar marks the caret of the text with "|". */
function at(marked: string) {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const completion = completeQuery(text, caret);
  return {
    ...completion,
    inserts: completion.items.map(({ insert }) => insert),
    accept: (insert: string) => text.slice(0, completion.from) + insert + text.slice(completion.to),
  };
}

describe("fields", () => {
  test("all of them where a condition may begin", () => {
    for (const marked of ["|", "env:prod |", "(|", "-|", "NOT |", "env:prod OR |"])
      expect(at(marked).inserts, marked).toEqual(expect.arrayContaining(["model:", "metadata.", "latency:"]));
  });

  test("by the beginning of a name, then of another spelling, then of what it means", () => {
    expect(at("mo|").inserts[0]).toBe("model:");
    expect(at("dur|").inserts).toEqual(["latency:"]);
    expect(at("environ|").inserts).toEqual(["env:"]);
    expect(at("first token|").inserts).toEqual(expect.arrayContaining(["tokens:"]));
    expect(at("zzz|").inserts).toEqual([]);
  });

  test("replace the whole word, with the colon that is there", () => {
    expect(at("env:a mo|d:x").accept("model:")).toBe("env:a model:x");
    expect(at("mo| env:a").accept("model:")).toBe("model: env:a");
  });

  test("after has:, without a colon", () => {
    expect(at("has:mod|").inserts).toEqual(["model"]);
    expect(at("has:(user OR mod|").inserts).toEqual(["model"]);
    expect(at("has:book|").inserts).toEqual([]);
  });
});

describe("keywords", () => {
  test("OR and NOT after a condition", () => {
    expect(at("env:prod |").inserts.slice(0, 2)).toEqual(["OR", "NOT"]);
    expect(at("env:prod A|").inserts[0]).toBe("AND");
    expect(at("env:prod O|").accept("OR")).toBe("env:prod OR");
    expect(at("|").inserts).not.toContain("OR");
  });

  test("OR only between the values of a field", () => {
    expect(at("level:(ERROR |").inserts).toEqual(["OR"]);
  });
});

describe("values", () => {
  test("are wanted of the field", () => {
    expect(at("model:|")).toMatchObject({
      wanted: { what: "values", field: "model", prefix: "" },
      inserts: [],
    });
    expect(at("environment:pr|")).toMatchObject({ wanted: { field: "env", prefix: "pr" } });
    expect(at('model:"gpt 4|').wanted).toMatchObject({ field: "model", prefix: "gpt 4" });
    expect(at("model:(a OR gp|").wanted).toMatchObject({ field: "model", prefix: "gp" });
    expect(at("metadata.plan:p|").wanted).toMatchObject({ field: "metadata", key: "plan", prefix: "p" });
  });

  test("replace what was typed of them, and what stands behind", () => {
    expect(at("model:g|pt env:a").accept("claude")).toBe("model:claude env:a");
    expect(at('model:"g|pt" env:a').accept("claude")).toBe("model:claude env:a");
    expect(at('model:"g| env:"a"').accept("claude")).toBe('model:claude env:"a"');
    expect(at("model:(a OR g|)").accept("gpt")).toBe("model:(a OR gpt)");
  });

  test("of a closed set stand there at once", () => {
    expect(at("level:e|").inserts).toEqual(["ERROR"]);
    expect(at("status:|").inserts).toEqual(["running", "ok", "error"]);
    expect(at("bookmarked:|").inserts).toEqual(["true", "false"]);
  });

  test("that are compared by size begin with how", () => {
    expect(at("latency:|").inserts).toEqual([">", ">=", "<", "<=", "1s..5s"]);
    expect(at("latency:>2|").inserts).toEqual([">2ms", ">2s", ">2m", ">2h"]);
    expect(at("cost:>2|").inserts).toEqual([]);
  });

  test("of patterns there are none", () => {
    expect(at("model:*g|").wanted).toBeNull();
  });
});

test("keys of a map are wanted before its values", () => {
  const completion = at("metadata.pl|");
  expect(completion.wanted).toEqual({ what: "keys", field: "metadata", prefix: "pl", suffix: ":" });
  expect(completion.accept("plan:")).toBe("metadata.plan:");
  expect(at("attributes.htt|").wanted).toMatchObject({ what: "keys", field: "attributes", prefix: "htt" });
  expect(at('attributes."genk|').wanted).toMatchObject({ what: "keys", field: "attributes", prefix: "genk" });
  expect(at("has:score.he|").wanted).toMatchObject({ what: "keys", field: "score", suffix: "" });
});

test("the completion of any text spans its caret", () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom("model:", "level:(", '"', " ", "OR ", "has:", "metadata.", ")", "*", ">"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), (pieces, seed) => {
      const text = pieces.join("");
      const caret = seed % (text.length + 1);
      const { from, to } = completeQuery(text, caret);
      expect(from).toBeLessThanOrEqual(caret);
      expect(to).toBeGreaterThanOrEqual(caret);
      expect(to).toBeLessThanOrEqual(text.length);
    }),
  );
});
