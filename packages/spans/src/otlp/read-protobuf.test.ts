import { PlumblineError } from "@plumbline/contracts/errors";
import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { decodeOtlpJson, decodeOtlpProtobuf, type TextSlicer } from "../decode-otlp.ts";
import { collectSpans } from "../decoders/collect-spans.ts";

// The public schema (opentelemetry-proto, trace v1), cut to what a receiver reads.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resourceSpans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scopeSpans = 2; string schemaUrl = 3; }
  message Resource { repeated KeyValue attributes = 1; uint32 droppedAttributesCount = 2; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schemaUrl = 3; }
  message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
  message Span {
    bytes traceId = 1; bytes spanId = 2; string traceState = 3; bytes parentSpanId = 4; string name = 5;
    int32 kind = 6; fixed64 startTimeUnixNano = 7; fixed64 endTimeUnixNano = 8;
    repeated KeyValue attributes = 9; uint32 droppedAttributesCount = 10;
    repeated Event events = 11; repeated Link links = 13; Status status = 15; fixed32 flags = 16;
  }
  message Event { fixed64 timeUnixNano = 1; string name = 2; repeated KeyValue attributes = 3; }
  message Link { bytes traceId = 1; bytes spanId = 2; }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value {
    string stringValue = 1; bool boolValue = 2; int64 intValue = 3; double doubleValue = 4;
    ArrayValue arrayValue = 5; KeyValueList kvlistValue = 6; bytes bytesValue = 7; } }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
`);
const Request = root.lookupType("Request");
const Span = root.lookupType("Span");

/** One length-delimited field. */
function field(tag: number, content: Uint8Array): Buffer {
  const length = protobuf.Writer.create().uint32(content.length).finish();
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

const slicer: TextSlicer = {
  utf8: (bytes, start, end) => Buffer.from(bytes.buffer, bytes.byteOffset).toString("utf8", start, end),
  hex: (bytes, start, end) => Buffer.from(bytes.buffer, bytes.byteOffset).toString("hex", start, end),
};

type Value =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number }
  | { arrayValue: { values: Value[] } }
  | { kvlistValue: { values: { key: string; value: Value }[] } }
  | { bytesValue: string }
  | Record<string, never>;

const text = fc.string({ unit: "binary", maxLength: 60 });
const key = fc.oneof(
  text,
  fc.constantFrom("__proto__", "constructor", "x.a", "gen_ai.operation.name", "user.id"),
);
const base64 = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("base64"));

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "value" },
    text.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((int) => ({ intValue: String(int) })),
    fc.maxSafeInteger().map((int) => ({ intValue: String(int) })),
    fc.double().map((doubleValue) => ({ doubleValue })),
    base64.map((bytesValue) => ({ bytesValue })),
    fc.constant({}),
    fc.array(tie("value"), { maxLength: 4 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.record({ key, value: tie("value") }), { maxLength: 4 })
      .map((values) => ({ kvlistValue: { values } })),
  ),
}));
const attributes = fc.array(fc.record({ key, value }), { maxLength: 8 });
const nanos = fc.bigInt({ min: 946_684_800_000_000_000n, max: 4_102_444_799_999_999_999n }).map(String);
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString("hex"));

const span = fc.record(
  {
    traceId: fc.oneof(hex(16), hex(16), hex(16), fc.constantFrom("", "00".repeat(16), "0a")),
    spanId: fc.oneof(hex(8), hex(8), hex(8), fc.constantFrom("", "00".repeat(8), "0b")),
    parentSpanId: fc.oneof(hex(8), fc.constantFrom("", "00".repeat(8), "0c")),
    traceState: text,
    name: text,
    kind: fc.integer({ min: 0, max: 5 }),
    startTimeUnixNano: fc.oneof(nanos, nanos, nanos, fc.constantFrom("0", "1", "18446744073709551615")),
    endTimeUnixNano: fc.oneof(nanos, nanos, nanos, fc.constantFrom("0", "18446744073709551615")),
    attributes,
    events: fc.array(fc.record({ timeUnixNano: nanos, name: text, attributes }), { maxLength: 2 }),
    links: fc.array(fc.record({ traceId: hex(16), spanId: hex(8) }), { maxLength: 2 }),
    status: fc.record({ message: text, code: fc.integer({ min: 0, max: 2 }) }),
    flags: fc.integer({ min: 0, max: 1000 }),
  },
  { requiredKeys: ["traceId", "spanId", "startTimeUnixNano", "attributes"] },
);

const request = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeSpans: fc.array(
        fc.record({
          scope: fc.record({ name: text, version: text }),
          spans: fc.array(span, { maxLength: 4 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
});

function collect(decode: Parameters<typeof collectSpans>[0]) {
  const { spans, rejected } = collectSpans(decode);
  return { spans, rejected: rejected.map(({ raw: _raw, ...rejection }) => rejection) };
}

const fromJson = (body: unknown) => collect((onSpan, onReject) => decodeOtlpJson(body, onSpan, onReject));
const fromProtobuf = (bytes: Uint8Array) =>
  collect((onSpan, onReject) => decodeOtlpProtobuf(bytes, slicer, onSpan, onReject));

/** OTLP/JSON writes ids as hex, protobufjs takes bytes as base64. */
function withBase64Ids(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withBase64Ids);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, item]) => [
      name,
      /^(traceId|spanId|parentSpanId)$/.test(name) && typeof item === "string"
        ? Buffer.from(item, "hex").toString("base64")
        : withBase64Ids(item),
    ]),
  );
}

function encode(json: unknown): Uint8Array {
  return Request.encode(Request.fromObject(Object(withBase64Ids(json)))).finish();
}

/** What protobufjs reads out of the bytes, written as OTLP/JSON. */
function oracle(bytes: Uint8Array): unknown {
  const decoded = Request.toObject(Request.decode(bytes), { longs: String, bytes: Buffer });
  const asJson = (item: unknown, name: string): unknown => {
    if (Buffer.isBuffer(item)) return item.toString(name === "bytesValue" ? "base64" : "hex");
    if (Array.isArray(item)) return item.map((entry) => asJson(entry, name));
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([inner, entry]) => [inner, asJson(entry, inner)]));
  };
  return asJson(decoded, "");
}

// Many random cases on a busy machine outlast the default limit; nothing here measures time.
describe("the protobuf reader", { timeout: 60_000 }, () => {
  it("reads what protobufjs reads, and the same as the JSON reader", () => {
    fc.assert(
      fc.property(request, (json) => {
        const bytes = encode(json);
        const outcome = fromProtobuf(bytes);
        expect(outcome).toEqual(fromJson(oracle(bytes)));
        expect(outcome).toEqual(fromJson(json));
      }),
      { numRuns: 200 },
    );
  });

  it("keeps microseconds exact and 64-bit integers whole", () => {
    fc.assert(
      fc.property(nanos, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (time, int) => {
        const ids = { traceId: "01".repeat(16), spanId: "02".repeat(8) };
        const one = {
          ...ids,
          startTimeUnixNano: time,
          attributes: [{ key: "n", value: { intValue: String(int) } }],
        };
        const { spans } = fromProtobuf(encode({ resourceSpans: [{ scopeSpans: [{ spans: [one] }] }] }));
        expect(spans[0]?.fields.startTimeUs).toBe(Number(BigInt(time) / 1000n));
        expect(spans[0]?.fields.attributes).toEqual({ n: String(int) });
      }),
    );
  });

  it("finds a resource that comes after its spans", () => {
    const spanPart = encode({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: "01".repeat(16),
                  spanId: "02".repeat(8),
                  startTimeUnixNano: "1795261492735374629",
                },
              ],
            },
          ],
        },
      ],
    });
    const resourcePart = encode({
      resourceSpans: [
        { resource: { attributes: [{ key: "service.name", value: { stringValue: "late" } }] } },
      ],
    });
    // Both bodies are one length-delimited field; joined contents make one message, resource last.
    const content = [...spanPart.slice(2), ...resourcePart.slice(2)];
    const { spans } = fromProtobuf(Uint8Array.from([0x0a, content.length, ...content]));
    expect(spans[0]?.fields.serviceName).toBe("late");
  });

  it.each([
    ["accepts 128 levels", 128, []],
    ["refuses 129 levels", 129, ["span.too_deep"]],
    ["refuses what would exhaust the stack", 20_000, ["span.too_deep"]],
  ])("%s of nested arrays, and only that span", (_what, depth, codes) => {
    // AnyValue { array_value (5) { values (1) } } around a text, built from the inside out.
    let nested: Buffer = Buffer.from([0x0a, 1, 0x78]);
    for (let level = 0; level < depth; level++) nested = field(0x2a, field(0x0a, nested));
    const key = field(0x0a, Buffer.from("deep"));
    const ids = { traceId: "01".repeat(16), startTimeUnixNano: "1795261492735374629" };
    const plain = (spanId: string) =>
      Span.encode(Span.fromObject(Object(withBase64Ids({ ...ids, spanId })))).finish();
    const attribute = field(0x4a, Buffer.concat([key, field(0x12, nested)]));
    const deep = field(0x12, Buffer.concat([plain("02".repeat(8)), attribute]));
    const body = field(
      0x0a,
      field(0x12, Buffer.concat([deep, field(0x12, Buffer.from(plain("03".repeat(8))))])),
    );
    const { spans, rejected } = fromProtobuf(body);
    expect(rejected.map(({ code }) => code)).toEqual(codes);
    expect(spans).toHaveLength(2 - codes.length);
  });

  it("throws nothing but invalid_request on damaged bytes", () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(request, damage, fc.option(fc.nat()), (json, flips, cut) => {
        const bytes = Uint8Array.from(encode(json));
        for (const [at, byte] of flips) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        const damaged = cut === null || bytes.length === 0 ? bytes : bytes.slice(0, cut % bytes.length);
        try {
          fromProtobuf(damaged);
        } catch (error) {
          expect(PlumblineError.isInstance(error) && error.code).toBe("invalid_request");
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("throws nothing but invalid_request on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          fromProtobuf(bytes);
        } catch (error) {
          expect(PlumblineError.isInstance(error) && error.code).toBe("invalid_request");
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("throws nothing but invalid_request on JSON of any shape", () => {
    const names = ["resourceSpans", "scopeSpans", "spans", "resource", "scope", "attributes", "value", "key"];
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, true, 1, "x"),
        fc.array(tie("json"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names, "__proto__", "stringValue", "intValue"), tie("json"), {
          maxKeys: 4,
        }),
      ),
    }));
    const wrapped = json.map((inner) => ({ resourceSpans: [{ scopeSpans: [{ spans: [inner] }] }] }));
    fc.assert(
      fc.property(fc.oneof(json, wrapped), (body) => {
        try {
          fromJson(body);
        } catch (error) {
          expect(PlumblineError.isInstance(error) && error.code).toBe("invalid_request");
        }
      }),
      { numRuns: 500 },
    );
  });
});
