import type { IngestEvent, JournalEntry } from "@plumbline/contracts/events";
import { describe, expect, test } from "vitest";
import { acceptEvents } from "./accept-events.ts";
import { decodeEntry } from "./journal-entry.ts";

const nowUs = Date.UTC(2026, 0, 1) * 1_000;
const dayUs = 86_400_000_000;

async function accept(...events: IngestEvent[]) {
  const entries: JournalEntry[] = [];
  const sizes: Array<{ bytes: number; rows: number }> = [];
  const journal = {
    append: async (payload: Uint8Array, tag: { lane: string; rows: number }) => {
      expect(tag.lane).toBe("p");
      entries.push(decodeEntry(payload));
      sizes.push({ bytes: payload.length, rows: tag.rows });
      return entries.length;
    },
  };
  const clock = { nowMs: () => nowUs / 1_000, nowUs: () => nowUs };
  const result = await acceptEvents({ journal, clock }, { projectId: "p", source: "otlp", events });
  return { result, entries, sizes, stored: entries.flatMap((entry) => entry.events) };
}

type Span = Extract<IngestEvent, { type: "span" }>;

function span(fields: Partial<Span["fields"]> = {}, more: Partial<Span> = {}): Span {
  return { type: "span", traceId: "t", spanId: "s", fields: { startTimeUs: nowUs, ...fields }, ...more };
}

function partOf(more: Partial<Extract<IngestEvent, { type: "part" }>>): IngestEvent {
  return {
    type: "part",
    eventId: "e",
    op: "create",
    timeUs: nowUs,
    traceId: "t",
    spanId: "",
    fields: {},
    ...more,
  };
}

function score(more: Partial<Extract<IngestEvent, { type: "score" }>["score"]>): IngestEvent {
  const base = {
    id: "i",
    name: "n",
    dataType: "NUMERIC",
    source: "API",
    timestampUs: nowUs,
    traceId: "t",
  } as const;
  return { type: "score", eventId: "e", timeUs: nowUs, score: { ...base, ...more } };
}

describe("acceptEvents", () => {
  test.each<[string, IngestEvent]>([
    ["span.missing_id", span({}, { spanId: "" })],
    ["span.missing_id", span({}, { traceId: "" })],
    ["span.id_too_long", span({}, { traceId: "x".repeat(801) })],
    ["span.id_too_long", span({ parentSpanId: "x".repeat(801) })],
    ["span.invalid_id", span({}, { spanId: "a\u0000b" })],
    ["span.time_out_of_range", span({ startTimeUs: Date.UTC(2014, 11, 31) * 1_000 })],
    ["span.time_out_of_range", span({ startTimeUs: nowUs + dayUs + 1 })],
    ["span.time_out_of_range", span({ startTimeUs: Number.NaN })],
    ["span.time_out_of_range", span({ endTimeUs: 0 })],
    ["span.invalid_usage", span({ usageDetails: { input: -1 } })],
    ["span.invalid_usage", span({ usageDetails: { input: 0.5 } })],
    ["span.invalid_cost", span({ givenCost: { total: "1000000" } })],
    ["span.invalid_cost", span({ givenCost: { total: "free" } })],
    ["span.invalid_prompt_version", span({ promptVersion: 2 ** 32 })],
    ["span.missing_id", partOf({ eventId: "" })],
    ["score.missing_id", score({ id: "" })],
    ["score.missing_name", score({ name: "" })],
    ["score.invalid_value", score({ value: Number.POSITIVE_INFINITY })],
  ])("refuses with %s and keeps what it refused", async (code, event) => {
    const { result, stored } = await accept(span(), event);
    expect(result).toMatchObject({ accepted: 1, rejected: [{ index: 1, code }] });
    expect(stored[0]).toMatchObject({ type: "span" });
    expect(stored[1]).toMatchObject({ type: "rejected", code, raw: JSON.stringify(event) });
  });

  test.each<[string, IngestEvent]>([
    ["the earliest time", span({ startTimeUs: Date.UTC(2015, 0, 1) * 1_000 })],
    ["the latest time", span({ startTimeUs: nowUs + dayUs })],
    ["the longest id", span({}, { traceId: "x".repeat(800) })],
    ["a trace", partOf({})],
    ["the highest cost", span({ givenCost: { total: "999999.999999" } })],
    [
      "text with NUL, half a pair and __proto__",
      span({ input: "\u0000\ud800", metadata: JSON.parse('{"__proto__":"x"}') }),
    ],
  ])("accepts %s as it is", async (_, event) => {
    const { result, stored } = await accept(structuredClone(event));
    expect(result).toEqual({ accepted: 1, rejected: [] });
    expect(stored).toEqual([event]);
  });

  test("an event from the far future counts as sent now, one from the past as old", async () => {
    const { stored } = await accept(partOf({ timeUs: nowUs * 2 }), partOf({ timeUs: 5 }));
    expect(stored).toMatchObject([{ timeUs: nowUs }, { timeUs: Date.UTC(2015, 0, 1) * 1_000 }]);
  });

  test("cuts what is too long and says which", async () => {
    const { stored } = await accept(span({ name: "n".repeat(5_000), attributes: { a: "b" } }));
    expect(stored).toMatchObject([
      { fields: { name: "n".repeat(1_000), attributes: { a: "b", "plumbline.truncated": "name" } } },
    ]);
  });

  test("counts what its caller refused already, and gives it an id", async () => {
    const { result, stored } = await accept({
      type: "rejected",
      eventId: "",
      timeUs: nowUs,
      code: "otlp.no",
      reason: "r",
      raw: "{}",
    });
    expect(result).toEqual({ accepted: 0, rejected: [{ index: 0, code: "otlp.no", reason: "r" }] });
    expect(stored).toMatchObject([{ code: "otlp.no", eventId: expect.stringMatching(/.{30,}/) }]);
  });

  test("splits by events and by bytes, and keeps the order", async () => {
    const many = await accept(
      ...Array.from({ length: 1_201 }, (_, index) => span({}, { spanId: `${index}` })),
    );
    expect(many.sizes.map(({ rows }) => rows)).toEqual([500, 500, 201]);
    expect(many.stored.map((event) => (event.type === "span" ? event.spanId : ""))).toEqual(
      Array.from({ length: 1_201 }, (_, index) => `${index}`),
    );
    const big = await accept(...Array.from({ length: 10 }, () => span({ input: "x".repeat(300_000) })));
    expect(big.sizes.map(({ rows }) => rows)).toEqual([3, 3, 3, 1]);
    const huge = await accept(span(), span({ input: "x".repeat(3_000_000) }), span());
    expect(huge.sizes.map(({ rows }) => rows)).toEqual([1, 1, 1]);
  });

  test("fails when one record cannot be made durable, after all have settled", async () => {
    let calls = 0;
    const journal = {
      append: async () => {
        calls += 1;
        if (calls === 1) throw new Error("disk full");
        return calls;
      },
    };
    const clock = { nowMs: () => nowUs / 1_000, nowUs: () => nowUs };
    const events = Array.from({ length: 501 }, () => span());
    await expect(
      acceptEvents({ journal, clock }, { projectId: "p", source: "otlp", events }),
    ).rejects.toThrow("disk full");
    expect(calls).toBe(2);
  });
});
