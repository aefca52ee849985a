import protobuf from "protobufjs/minimal.js";

const { Writer } = protobuf;
type Writer = protobuf.Writer;

/** Field numbers of opentelemetry.proto.trace.v1 and common.v1, as (number << 3 | wire type). */
const tag = {
  resourceSpans: 10,
  resource: 10,
  scopeSpans: 18,
  scope: 10,
  scopeName: 10,
  scopeVersion: 18,
  spans: 18,
  resourceAttribute: 10,
  traceId: 10,
  spanId: 18,
  parentSpanId: 34,
  name: 42,
  kind: 48,
  startTime: 57,
  endTime: 65,
  attribute: 74,
  status: 122,
  statusCode: 24,
  key: 10,
  value: 18,
  string: 10,
  integer: 24,
  double: 33,
  array: 42,
  arrayValue: 10,
} as const;

export type AttributeValue = string | number | readonly string[];

export interface SpanText {
  traceId: Uint8Array;
  spanId: Uint8Array;
  parentSpanId: Uint8Array | null;
  name: string;
  kind: number;
  startTime: Uint8Array;
  endTime: Uint8Array;
  attributes: ReadonlyArray<readonly [string, AttributeValue]>;
}

function writeValue(writer: Writer, value: AttributeValue): void {
  if (typeof value === "string") writer.uint32(tag.string).string(value);
  else if (typeof value !== "number") {
    writer.uint32(tag.array).fork();
    for (const item of value) writer.uint32(tag.arrayValue).fork().uint32(tag.string).string(item).ldelim();
    writer.ldelim();
  } else if (Number.isInteger(value)) writer.uint32(tag.integer).int64(value);
  else writer.uint32(tag.double).double(value);
}

function writeAttribute(writer: Writer, field: number, key: string, value: AttributeValue): void {
  writer.uint32(field).fork().uint32(tag.key).string(key).uint32(tag.value).fork();
  writeValue(writer, value);
  writer.ldelim().ldelim();
}

/** Times are eight bytes as they lie on the wire (little endian nanoseconds), so that they can be placeholders. */
function writeFixed64(parts: Uint8Array[], writer: Writer, field: number, value: Uint8Array): Writer {
  parts.push(writer.uint32(field).finish(), value);
  return Writer.create();
}

export function encodeSpan(span: SpanText): Uint8Array {
  const parts: Uint8Array[] = [];
  let writer = Writer.create().uint32(tag.traceId).bytes(span.traceId).uint32(tag.spanId).bytes(span.spanId);
  if (span.parentSpanId) writer.uint32(tag.parentSpanId).bytes(span.parentSpanId);
  writer.uint32(tag.name).string(span.name).uint32(tag.kind).uint32(span.kind);
  writer = writeFixed64(parts, writer, tag.startTime, span.startTime);
  writer = writeFixed64(parts, writer, tag.endTime, span.endTime);
  for (const [key, value] of span.attributes) writeAttribute(writer, tag.attribute, key, value);
  writer.uint32(tag.status).fork().uint32(tag.statusCode).uint32(1).ldelim();
  parts.push(writer.finish());
  return Buffer.concat(parts);
}

export function encodeRequest(
  resource: ReadonlyArray<readonly [string, AttributeValue]>,
  scopeName: string,
  spans: readonly Uint8Array[],
): Buffer {
  const writer = Writer.create().uint32(tag.resourceSpans).fork().uint32(tag.resource).fork();
  for (const [key, value] of resource) writeAttribute(writer, tag.resourceAttribute, key, value);
  writer.ldelim().uint32(tag.scopeSpans).fork().uint32(tag.scope).fork();
  writer.uint32(tag.scopeName).string(scopeName).uint32(tag.scopeVersion).string("1.0.0").ldelim();
  for (const span of spans) writer.uint32(tag.spans).bytes(span);
  return Buffer.from(writer.ldelim().ldelim().finish());
}
