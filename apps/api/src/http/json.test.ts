import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDepth, parseJson } from "./json.ts";

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((entry) => depthOf(entry)))
    : 0;

const drain = (text: string, maxDepth: number) => {
  for (const _turn of checkDepth(Buffer.from(text), maxDepth));
};

describe("checkDepth", () => {
  test("lets exactly the depth pass that the parsed value has, whatever its texts hold", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8, noUnicodeString: false }), fc.boolean(), (text, pretty) => {
        const value: unknown = JSON.parse(text);
        const written = pretty ? JSON.stringify(value, null, 2) : text;
        const depth = depthOf(value);
        expect(() => drain(written, depth)).not.toThrow();
        if (depth > 0) expect(() => drain(written, depth - 1)).toThrow(/nested/);
      }),
      { numRuns: 200 },
    );
  });

  test("is not fooled by backslashes before quotes", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("\\", '"', "[", "{", "a")), (pieces) => {
        const text = JSON.stringify({ text: pieces.join("") });
        expect(() => drain(text, 1)).not.toThrow();
        expect(() => drain(`[${text}]`, 1)).toThrow(/nested/);
      }),
      { numRuns: 500 },
    );
  });

  test("gives way on large bodies", () => {
    const turns = [...checkDepth(Buffer.from(JSON.stringify(Array(1_000_000).fill(1))), 8)];
    expect(turns.length).toBeGreaterThan(5);
  });
});

test("parseJson keeps hostile keys as keys", async () => {
  const value = await parseJson(Buffer.from('{"__proto__":{"polluted":1}}'), 8);
  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect("polluted" in {}).toBe(false);
});
