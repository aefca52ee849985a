import { randomBytes } from "node:crypto";

/** Just enough protobuf to build requests and to read answers of OTLP by hand. */
export function field(number: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

function time(number: number, ms: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = (number << 3) | 1;
  bytes.writeBigUInt64LE(BigInt(ms) * 1_000_000n, 1);
  return bytes;
}

export interface SpanInput {
  traceId?: Buffer;
  spanId?: Buffer;
  parentSpanId?: Buffer;
  name?: string;
  startMs?: number;
  attributes?: Record<string, string>;
  /** Encoded AnyValues beside the plain attributes. */
  values?: Record<string, Buffer>;
}

const textValue = (text: string): Buffer => field(1, text);

export function spanBytes(input: SpanInput = {}): Buffer {
  const startMs = input.startMs ?? Date.now() - 1_000;
  const values = { ...input.values };
  for (const [key, text] of Object.entries(input.attributes ?? {})) values[key] = textValue(text);
  return Buffer.concat([
    field(1, input.traceId ?? randomBytes(16)),
    field(2, input.spanId ?? randomBytes(8)),
    ...(input.parentSpanId === undefined ? [] : [field(4, input.parentSpanId)]),
    field(5, input.name ?? "call"),
    time(7, startMs),
    time(8, startMs + 250),
    ...Object.entries(values).map(([key, value]) =>
      field(9, Buffer.concat([field(1, key), field(2, value)])),
    ),
  ]);
}

/** ExportTraceServiceRequest with one resource and one scope. */
export function exportRequest(spans: readonly Buffer[]): Buffer {
  const scopeSpans = Buffer.concat(spans.map((span) => field(2, span)));
  return field(1, field(2, scopeSpans));
}

export interface WireField {
  number: number;
  value: number | Buffer;
}

/** Top-level fields of a message with varints and length-delimited values. */
export function readFields(bytes: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = next();
    if ((tag & 7) === 0) fields.push({ number: tag >> 3, value: next() });
    else {
      const length = next();
      fields.push({ number: tag >> 3, value: bytes.subarray(at, at + length) });
      at += length;
    }
  }
  return fields;
}

/** An AnyValue of arrays in arrays; written from the inside, so that a million levels are quick. */
export function nested(depth: number): Buffer {
  const parts = [textValue("bottom")];
  let size = parts[0]?.length ?? 0;
  for (let level = 0; level < depth * 2; level++) {
    const head = Buffer.concat([Buffer.from([((level % 2 === 0 ? 1 : 5) << 3) | 2]), varint(size)]);
    parts.push(head);
    size += head.length;
  }
  return Buffer.concat(parts.reverse());
}
