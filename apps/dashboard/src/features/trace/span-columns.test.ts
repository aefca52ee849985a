import { gzipSync } from "node:zlib";
import type { TraceSpan } from "@plumbline/services/trace";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packSpans, unpackSpans } from "./span-columns.ts";
import { spanOf } from "./span-of.test-data.ts";

const word = fc.string({ unit: "binary", maxLength: 6 });
const perhaps = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary);
const count = fc.nat();
const micros = fc.nat({ max: 86_400_000_000 });
const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2200-01-01") });

const span: fc.Arbitrary<TraceSpan> = fc
  .record({
    spanId: word,
    parentSpanId: perhaps(word),
    kind: fc.constantFrom("AGENT", "TOOL", "GENERATION", "SPAN"),
    name: word,
    startTime: time.map((date) => date.toISOString()),
    endTime: perhaps(time.map((date) => date.toISOString())),
    offsetMs: micros.map((us) => us / 1_000),
    durationMs: perhaps(micros.map((us) => us / 1_000)),
    timeToFirstTokenMs: perhaps(micros.map((us) => us / 1_000)),
    level: fc.constantFrom("DEFAULT", "ERROR"),
    statusMessage: perhaps(word),
    model: perhaps(word),
    promptVersion: perhaps(count),
    finishReasons: fc.array(word, { maxLength: 2 }),
    inputTokens: perhaps(count),
    totalTokens: perhaps(count),
    cost: perhaps(count.map(String)),
    billable: fc.boolean(),
    inputBytes: count,
  })
  .map((fields) => spanOf(fields));

/** What is read out of columns as what it stands for. */
const readAll = (packed: TraceSpan) => {
  const fields = Object.keys(spanOf({ spanId: "" })) as (keyof TraceSpan)[];
  return Object.fromEntries(fields.map((field) => [field, packed[field]]));
};

describe("packed spans", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
        expect(unpackSpans(packSpans(spans)).map(readAll)).toEqual(spans);
      }),
    );
  });

  it("let the row of the trace last as long as the trace", () => {
    const spans = [spanOf({ spanId: "", kind: "TRACE" }), spanOf({ spanId: "a" })];
    const durations = unpackSpans(packSpans(spans), 70).map(({ durationMs }) => durationMs);
    expect(durations).toEqual([70, null]);
  });

  it("take at most 150 compressed bytes for a span", () => {
    const random = (seed: number) => Math.floor(Math.abs(Math.sin(seed) * 1e9));
    const hex = (seed: number) => `${random(seed).toString(16)}${random(seed + 0.5).toString(16)}`;
    const spans = Array.from({ length: 10_000 }, (_none, index) =>
      spanOf({
        spanId: hex(index).padStart(16, "0"),
        parentSpanId: index === 0 ? null : hex(random(index) % index).padStart(16, "0"),
        name: `step ${random(index) % 40}`,
        kind: index % 3 === 0 ? "GENERATION" : "TOOL",
        startTime: new Date(1_790_000_000_000 + index * 7).toISOString(),
        endTime: new Date(1_790_000_000_000 + index * 7 + (random(index) % 900)).toISOString(),
        offsetMs: index * 7 + (random(index + 0.25) % 1_000) / 1_000,
        durationMs: (random(index) % 900_000) / 1_000,
        inputTokens: random(index) % 9_000,
        outputTokens: random(index) % 900,
        totalTokens: random(index) % 9_900,
        cost: `0.000${random(index) % 1_000_000}`,
        billable: true,
        inputBytes: random(index) % 60_000,
        outputBytes: random(index) % 4_000,
      }),
    );
    expect(gzipSync(packSpans(spans)).byteLength / spans.length).toBeLessThan(150);
  });
});
