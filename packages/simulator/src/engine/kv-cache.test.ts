import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BlockTable, KvCache } from "./kv-cache.ts";

const size = 12;
const blockKeys = (prefix: number, count: number): number[] =>
  Array.from({ length: count }, (_, place) => prefix * 100 + place);

/** What a sequence may do to the cache, as the scheduler does it. */
const command = fc.oneof(
  fc.record({
    kind: fc.constant("start" as const),
    prefix: fc.nat(3),
    blocks: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ kind: fc.constant("grow" as const), at: fc.nat(20), by: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant("end" as const), at: fc.nat(20) }),
);

interface Held {
  table: BlockTable;
  keys: number[];
}

describe("the KV cache", () => {
  it("accounts for every block, shares what is known and never hands one out twice", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 80 }), (commands) => {
        const cache = new KvCache(size);
        const held: Held[] = [];
        for (const step of commands) {
          if (step.kind === "start") start(cache, held, blockKeys(step.prefix, step.blocks));
          else {
            const index = held.length === 0 ? -1 : step.at % held.length;
            const sequence = held[index];
            if (sequence === undefined) continue;
            if (step.kind === "grow") cache.grow(sequence.table, sequence.table.blocks.length + step.by);
            else {
              cache.release(sequence.table);
              held.splice(index, 1);
            }
          }
          check(cache, held);
        }
        for (const { table } of held) cache.release(table);
        expect(cache.free).toBe(size);
        expect(cache.usage).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it("forgets the block that was let go first, and the ends of prompts before their beginnings", () => {
    const cache = new KvCache(4);
    const held: Held[] = [];
    start(cache, held, blockKeys(1, 2));
    start(cache, held, blockKeys(2, 2));
    for (const { table } of held.splice(0)) cache.release(table);
    expect(cache.countCached(blockKeys(1, 2), 9)).toBe(2);
    start(cache, held, blockKeys(3, 1));
    expect(cache.countCached(blockKeys(1, 2), 9)).toBe(1);
    expect(cache.countCached(blockKeys(2, 2), 9)).toBe(2);
    start(cache, held, blockKeys(4, 1));
    expect(cache.countCached(blockKeys(1, 2), 9)).toBe(0);
    expect(cache.countCached(blockKeys(2, 2), 9)).toBe(2);
  });

  it("takes nothing when not all of it is there", () => {
    const cache = new KvCache(3);
    const table: BlockTable = { blocks: [] };
    expect(cache.grow(table, 2)).toBe(true);
    expect(cache.grow(table, 4)).toBe(false);
    expect(table.blocks).toHaveLength(2);
    expect(cache.free).toBe(1);
  });
});

function start(cache: KvCache, held: Held[], keys: number[]): void {
  const cached = cache.countCached(keys, keys.length);
  if (keys.length - cached + cache.countIdle(keys, cached) > cache.free) return;
  const table: BlockTable = { blocks: [] };
  cache.share(table, keys, cached);
  expect(cache.grow(table, keys.length)).toBe(true);
  for (const [place, key] of keys.entries()) cache.remember(table, place, key);
  held.push({ table, keys });
}

function check(cache: KvCache, held: readonly Held[]): void {
  const owners = new Map<number, Set<number | string>>();
  for (const [index, { table, keys }] of held.entries()) {
    for (const [place, block] of table.blocks.entries()) {
      const names = owners.get(block) ?? new Set();
      // Only blocks of one key may have several holders.
      names.add(keys[place] ?? `${index}:${place}`);
      owners.set(block, names);
    }
  }
  for (const [block, names] of owners) {
    expect(block).toBeGreaterThanOrEqual(0);
    expect(names.size).toBe(1);
  }
  expect(cache.free).toBe(size - owners.size);
  expect(cache.remembered).toBeLessThanOrEqual(size);
  for (const { keys } of held) expect(cache.countCached(keys, keys.length)).toBe(keys.length);
}
