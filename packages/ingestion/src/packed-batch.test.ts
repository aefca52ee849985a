import type { FrozenBatch } from "@plumbline/journal/journal";
import type { ObservedGeneration } from "@plumbline/runtime/llm-metrics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { packBatch, unpackBatch } from "./packed-batch.ts";
import { packGenerations, unpackGenerations } from "./packed-generations.ts";

const name = fc.constantFrom("", "a", "b", "__proto__");
const place = fc.nat({ max: Number.MAX_SAFE_INTEGER });

test("a batch is the same on the other side", () => {
  const record = fc.record({
    sequence: place,
    lane: name,
    rows: fc.integer({ min: 1, max: 0xffffffff }),
    file: name,
    offset: place,
    length: place,
  });
  fc.assert(
    fc.property(fc.array(record), fc.boolean(), (records, replay) => {
      const batch: FrozenBatch = { id: "0".repeat(32), records, rows: 1, bytes: 2, replay };
      expect(unpackBatch(structuredClone(packBatch(batch)))).toEqual(batch);
    }),
  );
});

test("model calls are the same on the other side, and what is unknown stays unknown", () => {
  const amount = fc.double({ min: 0, noNaN: true });
  const generation = fc.record(
    {
      model: name,
      status: fc.constantFrom<ObservedGeneration["status"]>("success", "error"),
      errorType: name,
      provider: name,
      durationMs: amount,
      inputTokens: amount,
      outputTokens: amount,
      costUsd: amount,
    },
    { requiredKeys: ["model", "status"] },
  );
  fc.assert(
    fc.property(fc.array(generation), (given) => {
      const generations: ObservedGeneration[] = given.map((one) => ({ ...one }));
      expect([...unpackGenerations(structuredClone(packGenerations(generations)))]).toEqual(generations);
    }),
  );
});
