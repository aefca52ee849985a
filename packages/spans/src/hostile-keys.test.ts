import fc from "fast-check";
import protobuf from "protobufjs";
import { afterEach, expect, it } from "vitest";
import { decodeClassicEvent } from "./decode-classic.ts";
import { foldParts } from "./fold.ts";
import {
  attributeList,
  fromJson,
  fromProtobuf,
  ids,
  logsFromJson,
  logsFromProtobuf,
  request,
  spanWith,
} from "./otlp.test-data.ts";

const roots = [Object.prototype, Array.prototype, Function.prototype, Map.prototype, String.prototype];
const names = roots.map((root) => Object.getOwnPropertyNames(root).sort());

afterEach(() => {
  expect(roots.map((root) => Object.getOwnPropertyNames(root).sort())).toEqual(names);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

const evil = [
  "__proto__",
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "__defineGetter__",
  "__lookupSetter__",
];
const prefixes = [
  "",
  "langfuse.trace.metadata.",
  "ai.telemetry.metadata.",
  "gen_ai.request.",
  "llm.input_messages.0.",
  "gen_ai.prompt.0.",
  "gen_ai.completion.1.tool_calls.0.",
  "resource.",
];

/** Ten thousand: every evil name behind every prefix, alone and as a path, and numbered ones. */
const keys = Array.from({ length: 10_000 }, (_, index) => {
  const name = evil[index % evil.length] ?? "";
  const prefix = prefixes[Math.floor(index / evil.length) % prefixes.length] ?? "";
  const form = Math.floor(index / (evil.length * prefixes.length));
  if (form === 0) return `${prefix}${name}`;
  if (form === 1) return `${prefix}${name}.polluted`;
  if (form === 2) return `${prefix}constructor.prototype.${name}`;
  return `${prefix}${name}.${form}`;
});

const hostile = Object.fromEntries(
  keys.map((key) => [key, '{"polluted":"yes","__proto__":{"polluted":"yes"}}']),
);

/** Own keys, also "__proto__", as JSON.parse makes them. */
const hostileJson: unknown = JSON.parse(
  `{${keys.map((key) => `${JSON.stringify(key)}:{"polluted":1}`).join(",")}}`,
);

const bytes = (number: number, content: Uint8Array) =>
  protobuf.Writer.create()
    .uint32((number << 3) | 2)
    .bytes(content)
    .finish();
const text = (number: number, content: string) => bytes(number, Buffer.from(content));

it("OTLP/JSON and protobuf: attributes, events, resources and scopes", () => {
  const attributes = attributeList(hostile);
  const events = [
    { name: "__proto__", attributes },
    { name: "gen_ai.user.message", attributes },
  ];
  const span = { ...spanWith({}), attributes, events };
  const body = {
    resourceSpans: [
      { resource: { attributes }, scopeSpans: [{ scope: { name: "__proto__" }, spans: [span] }] },
    ],
  };
  const fromText = fromJson(body);
  expect(fromText.rejected).toEqual([]);
  const pairs = keys.map((key) =>
    bytes(9, Buffer.concat([text(1, key), bytes(2, text(1, hostile[key] ?? ""))])),
  );
  const time = Buffer.alloc(9);
  time[0] = 0x39;
  time.writeBigUInt64LE(1_795_261_492_735_374_629n, 1);
  const head = [bytes(1, Buffer.from(ids.traceId, "hex")), bytes(2, Buffer.from(ids.spanId, "hex")), time];
  const fromBytes = fromProtobuf(bytes(1, bytes(2, bytes(2, Buffer.concat([...head, ...pairs])))));
  expect(fromBytes.rejected).toEqual([]);
  const [span1] = [...fromText.spans, ...fromText.parts];
  const [span2] = [...fromBytes.spans, ...fromBytes.parts];
  for (const event of [span1, span2]) {
    expect(Object.hasOwn(event?.fields.attributes ?? {}, "__proto__")).toBe(true);
    expect(Object.hasOwn(event?.fields.traceMetadata ?? {}, "__proto__")).toBe(true);
    expect(JSON.parse(event?.fields.input ?? "")[0]).toBeDefined();
  }
});

it("OTLP logs", () => {
  const attributes = attributeList(hostile);
  const body = { kvlistValue: { values: attributes } };
  const record = { ...ids, timeUnixNano: "1795261492735374629", attributes, body };
  const logRecords = [
    "gen_ai.user.message",
    "gen_ai.choice",
    "gen_ai.client.inference.operation.details",
    "gen_ai.evaluation.result",
    "__proto__",
  ].map((eventName) => ({ ...record, eventName }));
  const resourceLogs = [{ resource: { attributes }, scopeLogs: [{ logRecords }] }];
  const { events, codes, ignored } = logsFromJson({ resourceLogs });
  expect([events.length, codes, ignored]).toEqual([2, [], 3]);
  const parts = events.filter((event) => event.type === "part");
  expect(JSON.parse(foldParts(parts).fields.input ?? "")).toHaveLength(1);
  const raw = keys.map((key) => bytes(6, Buffer.concat([text(1, key), bytes(2, text(1, "x"))])));
  expect(logsFromProtobuf(bytes(1, bytes(2, bytes(2, Buffer.concat(raw))))).ignored).toBe(1);
});

it("classic events of every type", () => {
  const types = [
    "trace-create",
    "span-create",
    "generation-update",
    "event-create",
    "score-create",
    "sdk-log",
    "__proto__",
  ];
  for (const type of types) {
    const body = {
      id: "x",
      traceId: "t",
      name: "n",
      value: 1,
      metadata: hostileJson,
      input: hostileJson,
      modelParameters: hostileJson,
      usageDetails: { __proto__: 1 },
      ...(hostileJson as object),
    };
    const event = { id: "e", type, timestamp: "2026-11-21T10:00:00.000Z", body };
    const result = decodeClassicEvent(event, { nowUs: 1_795_261_492_735_374 });
    if (result.ok && "event" in result && result.event.type === "part") foldParts([result.event]);
  }
});

it("any hostile paths, in any order and mix", () => {
  const path = fc.array(fc.constantFrom(...evil, "0", "1", "message", "role", ""), { maxLength: 6 });
  const key = fc.tuple(fc.constantFrom(...prefixes), path).map(([prefix, parts]) => prefix + parts.join("."));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 30 }), (some) => {
      const attributes = Object.entries(Object.fromEntries(some.map((name) => [name, "polluted"]))).map(
        ([name, value]) => ({ key: name, value: { stringValue: value } }),
      );
      const { rejected, spans, parts } = fromJson(request({ ...spanWith({}), attributes }));
      expect(rejected).toEqual([]);
      for (const { fields } of [...spans, ...parts]) if (fields.input !== undefined) JSON.parse(fields.input);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
