import fc from "fast-check";
import { expect, it } from "vitest";
import { Hash64 } from "./hash64.ts";

function reference(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash;
}

it("gives the published FNV-1a values", () => {
  expect(new Hash64().hex()).toBe("cbf29ce484222325");
  expect(new Hash64().add("a").hex()).toBe("af63dc4c8601ec8c");
  expect(new Hash64().add("foobar").hex()).toBe("85944171f73967e8");
});

it("is exact for any text, in one piece or two", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (left, right) => {
      const hash = new Hash64().add(left);
      expect(hash.copy().add(right).value()).toBe(reference(left + right));
      expect(hash.value()).toBe(reference(left));
    }),
  );
});
