import type { SpanFields, SpanPartEvent } from "@plumbline/contracts/events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldParts } from "./fold.ts";
import { fromRegisters, type Register, toRegisters } from "./span-parts.ts";

const text = fc.string({ unit: "binary", maxLength: 8 });
const texts = fc.dictionary(fc.oneof(text, fc.constantFrom("a", "b", "__proto__", "constructor")), text, {
  maxKeys: 4,
  noNullPrototype: false,
});
const fields: fc.Arbitrary<SpanFields> = fc.record(
  {
    kind: fc.constantFrom("TRACE", "SPAN", "GENERATION"),
    name: text,
    startTimeUs: fc.integer({ min: 1, max: 5 }),
    endTimeUs: fc.integer({ min: 1, max: 5 }),
    level: fc.constantFrom("DEFAULT", "ERROR"),
    statusMessage: fc.constantFrom("timeout", "429", ""),
    tags: fc.array(text, { maxLength: 3 }),
    public: fc.boolean(),
    promptVersion: fc.nat(),
    usageDetails: fc.dictionary(text, fc.nat(), { maxKeys: 3 }),
    givenCost: fc.constantFrom<Record<string, string>[]>({ total: "0.1" }, { input: "0.2" }),
    input: text,
    metadata: texts,
    traceMetadata: texts,
    attributes: texts,
  },
  { requiredKeys: [] },
);
// Few ids and times, so that ties and repeated ids with other content happen all the time.
const part: fc.Arbitrary<SpanPartEvent> = fc.record({
  type: fc.constant("part"),
  eventId: fc.constantFrom("e1", "e2", "e3", "e4", "e5", "e6"),
  op: fc.constantFrom("create", "update"),
  timeUs: fc.integer({ min: 1, max: 3 }),
  traceId: fc.constant("t"),
  spanId: fc.constant("s"),
  fields,
});
const inOnePiece = (event: SpanPartEvent): SpanPartEvent => ({ ...event, whole: true });
const asPieces = ({
  type,
  eventId,
  op,
  timeUs,
  traceId,
  spanId,
  fields: said,
}: SpanPartEvent): SpanPartEvent => ({
  type,
  eventId,
  op,
  timeUs,
  traceId,
  spanId,
  fields: said,
});
/** Some as the fold keeps events that say everything at once. */
const mixed = fc
  .array(fc.tuple(part, fc.boolean()), { minLength: 1, maxLength: 10 })
  .map((pairs) => pairs.map(([event, isWhole]) => (isWhole ? inOnePiece(event) : event)));
const logPart: SpanPartEvent = {
  type: "part",
  eventId: "log:1",
  op: "update",
  timeUs: 2,
  traceId: "t",
  spanId: "s",
  fields: { logEvents: { one: JSON.stringify({ kind: "input" }) } },
};
const parts = fc.array(part, { minLength: 1, maxLength: 10 });

/** JSON text keeps the difference between an own "__proto__" key and a prototype. */
const written = (value: unknown) =>
  JSON.stringify(value, (_key, item) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );

describe("the fold", { timeout: 60_000 }, () => {
  it("is the same in any order and any multiplicity", () => {
    const shuffled = fc.oneof(parts, mixed).chain((events) =>
      fc.record({
        events: fc.constant(events),
        again: fc
          .shuffledSubarray([...events, ...events, ...events], { minLength: events.length * 2 })
          .map((some) => [...some, ...events]),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ events, again }) => {
        expect(written(foldParts(again))).toBe(written(foldParts(events)));
        expect(written(foldParts([...again].reverse()))).toBe(written(foldParts(events)));
      }),
      { numRuns: 300 },
    );
  });

  it("may be cut anywhere: registers of registers give the same", () => {
    fc.assert(
      fc.property(fc.oneof(parts, mixed), fc.nat(), (events, cut) => {
        const at = cut % (events.length + 1);
        const halves = [...merge(events.slice(0, at)), ...merge(events.slice(at))];
        expect(written(fromRegisters(greatest(halves)))).toBe(written(foldParts(events)));
      }),
    );
  });

  it("means the same whether events are kept in pieces or whole", () => {
    fc.assert(
      fc.property(mixed, fc.boolean(), (events, withLogs) => {
        const all = withLogs ? [...events, logPart] : events;
        const inPieces = all.map(asPieces);
        expect(written(foldParts(all))).toBe(written(foldParts(inPieces)));
      }),
      { numRuns: 500 },
    );
  });

  it("keeps a whole event in one register", () => {
    const event = inOnePiece({
      ...logPart,
      eventId: "span",
      op: "create",
      fields: { name: "chat", startTimeUs: 7, input: "hi" },
    });
    expect(toRegisters(event)).toHaveLength(1);
    expect(foldParts([event, event, logPart])).toMatchObject({
      version: 2,
      startTimesUs: [7],
      awaitsSpan: false,
    });
    const sameEvent: SpanPartEvent = { ...logPart, eventId: "span", fields: {} };
    expect(foldParts([event, sameEvent, logPart]).version).toBe(2);
  });

  it("lets an update beat a create whatever their times, and the later of two equals win", () => {
    const create: SpanPartEvent = {
      type: "part",
      eventId: "c",
      op: "create",
      timeUs: 9,
      traceId: "t",
      spanId: "s",
      fields: { name: "created", input: "only here" },
    };
    const update: SpanPartEvent = {
      ...create,
      eventId: "u",
      op: "update",
      timeUs: 1,
      fields: { name: "updated" },
    };
    const later: SpanPartEvent = { ...update, eventId: "v", timeUs: 2, fields: { name: "updated again" } };
    expect(foldParts([update, create]).fields).toEqual({ name: "updated", input: "only here" });
    expect(foldParts([later, create, update]).fields.name).toBe("updated again");
    expect(foldParts([later, create, update])).toMatchObject({ version: 3 });
  });

  it("never lets an absent or null value erase one", () => {
    fc.assert(
      fc.property(part, parts, (known, others) => {
        const empty = others.map((other, index) => ({
          ...other,
          eventId: `other-${index}`,
          // Null is what a careless caller might pass; the type does not allow it.
          fields: Object.fromEntries(Object.keys(known.fields).map((name) => [name, null])),
        }));
        const { fields } = foldParts([...empty, known, ...empty]);
        expect(written(fields)).toBe(written(foldParts([known]).fields));
      }),
    );
  });

  it("counts different events and remembers every start time", () => {
    const at = (eventId: string, startTimeUs: number): SpanPartEvent => ({
      type: "part",
      eventId,
      op: "update",
      timeUs: startTimeUs,
      traceId: "t",
      spanId: "s",
      fields: { startTimeUs },
    });
    const { version, startTimesUs, fields } = foldParts([at("a", 300), at("b", 20), at("a", 300)]);
    expect({ version, startTimesUs, start: fields.startTimeUs }).toEqual({
      version: 2,
      startTimesUs: [20, 300],
      start: 300,
    });
  });

  it("classifies a failure only when all parts are together", () => {
    const one = { type: "part", op: "create", timeUs: 1, traceId: "t", spanId: "s" } as const;
    const level: SpanPartEvent = { ...one, eventId: "a", fields: { level: "ERROR" } };
    const message: SpanPartEvent = { ...one, eventId: "b", fields: { statusMessage: "Request timed out" } };
    const calm: SpanPartEvent = { ...one, eventId: "c", op: "update", fields: { level: "DEFAULT" } };
    expect(foldParts([message, level]).fields.errorClass).toBe("timeout");
    const classified: SpanPartEvent = { ...level, fields: { level: "ERROR", errorClass: "auth" } };
    expect(foldParts([message, classified]).fields.errorClass).toBe("auth");
    expect(foldParts([message, classified, calm]).fields.errorClass).toBeUndefined();
  });

  it("keeps hostile keys as keys", () => {
    const registers = [
      { field: "metadata.__proto__", value: '"x"' },
      { field: "metadata.constructor", value: '"y"' },
      { field: "__proto__", value: '"z"' },
      { field: "unknown", value: "1" },
    ];
    const { fields } = fromRegisters(registers);
    expect(Object.entries(fields.metadata ?? {})).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
    expect(Object.keys(fields)).toEqual(["metadata"]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

function merge(events: readonly SpanPartEvent[]): Register[] {
  return greatest(events.flatMap(toRegisters));
}

function greatest(registers: readonly Register[]): Register[] {
  const order = (left: Register, right: Register) =>
    left.rank - right.rank ||
    left.timeUs - right.timeUs ||
    Number(left.hash > right.hash) - Number(left.hash < right.hash) ||
    Number(left.value > right.value) - Number(left.value < right.value);
  const byField = new Map<string, Register[]>();
  for (const register of registers) {
    byField.set(register.field, [...(byField.get(register.field) ?? []), register]);
  }
  return [...byField.values()].flatMap((same) => same.sort(order).slice(-1));
}
