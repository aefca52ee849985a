import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charactersPerToken, charactersTo, prefixHashes } from "./prefix-hashes.ts";
import { createPrefixIndex } from "./prefix-index.ts";

const textOf = (length: number, seed: number): string =>
  Array.from({ length }, (_, place) => String.fromCharCode(97 + ((place * seed + place) % 23))).join("");

describe("hashes of beginnings", () => {
  it("tell how far two prompts are the same, to a sixteenth, and never farther", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), fc.nat(2_000), (shared, rest) => {
        const beginning = textOf(shared, 7);
        const one = prefixHashes([`${beginning}1${textOf(rest, 3)}`], 0);
        const other = prefixHashes([beginning, `2${textOf(rest, 5)}`], 0);
        let common = 0;
        while (common < one.length && one[common] === other[common]) common += 1;
        expect(charactersTo(common)).toBeLessThanOrEqual(shared);
        // The second is told in two parts, whose border counts.
        const same = prefixHashes([`${beginning}1`], 0).filter((hash, index) => hash === one[index]).length;
        expect(charactersTo(same)).toBeGreaterThanOrEqual(shared - Math.max(256, shared / 16));
      }),
      { numRuns: 100 },
    );
  });
});

const prompt = fc.record({
  seed: fc.integer({ min: 1, max: 6 }),
  length: fc.integer({ min: 0, max: 12_000 }),
});

describe("what replicas have in their caches", () => {
  it("is never more than a cache holds, and the ends of old prompts go before their beginnings", () => {
    fc.assert(
      fc.property(
        fc.array(prompt, { maxLength: 40 }),
        fc.integer({ min: 500, max: 9_000 }),
        (prompts, limit) => {
          const index = createPrefixIndex();
          index.limit("r", limit);
          const seen = new Map<number, number>();
          for (const { seed, length } of prompts) {
            const hashes = prefixHashes([textOf(length, seed)], 0);
            index.remember(hashes, "r");
            for (const [number, hash] of hashes.entries()) {
              seen.set(hash, charactersTo(number + 1) - charactersTo(number));
            }
            const fits = charactersTo(hashes.length) / charactersPerToken <= limit;
            // What came last is there, from its beginning on.
            if (fits) expect(index.match(hashes, "r")).toBe(hashes.length);
            const held = [...seen].filter(([hash]) => index.match([hash], "r") === 1);
            const tokens = held.reduce((total, [, characters]) => total + characters, 0) / charactersPerToken;
            expect(tokens).toBeLessThanOrEqual(limit);
            const known = index.match(hashes, "r");
            for (const [number, hash] of hashes.entries()) {
              expect(index.match([hash], "r")).toBe(number < known ? 1 : 0);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is told apart by replica, and forgotten with it", () => {
    const index = createPrefixIndex();
    const hashes = prefixHashes([textOf(5_000, 2)], 0);
    index.remember(hashes, "a");
    expect(index.match(hashes, "a")).toBe(hashes.length);
    expect(index.match(hashes, "b")).toBe(0);
    index.keep((id) => id !== "a");
    expect(index.match(hashes, "a")).toBe(0);
  });
});
