import { base64 } from "./base64.ts";
import type { RawLog } from "./raw-log.ts";
import {
  type AttributeValue,
  attributeJson,
  JsonText,
  mapJson,
  maxNesting,
  type RawEvent,
  type RawResource,
  type RawScope,
  type RawSpan,
} from "./raw-span.ts";
import { spanTooDeep } from "./span-problem.ts";
import type { WireReader } from "./wire-reader.ts";

// Case labels are tags as on the wire: field number * 8 + wire type (trace.proto, common.proto v1).

/** Reads one Span message into `span`, which the caller has cleared. */
export function readSpanProtobuf(reader: WireReader, end: number, span: RawSpan): void {
  while (reader.pos < end) {
    const tag = reader.tag(end);
    switch (tag) {
      case 0x0a:
        span.traceId = reader.hex(end);
        break;
      case 0x12:
        span.spanId = reader.hex(end);
        break;
      case 0x22:
        span.parentSpanId = reader.hex(end);
        break;
      case 0x2a:
        span.name = reader.string(end);
        break;
      case 0x30:
        span.kind = reader.enumeration(end);
        break;
      case 0x39:
        span.startUs = reader.nanosAsMicros(end);
        break;
      case 0x41:
        span.endUs = reader.nanosAsMicros(end);
        break;
      case 0x4a:
        readKeyValue(reader, reader.enter(end), span.keys, span.values, 0);
        break;
      case 0x5a:
        span.events.push(readEvent(reader, reader.enter(end)));
        break;
      case 0x6a:
        span.linkCount++;
        reader.pos = reader.enter(end);
        break;
      case 0x7a:
        readStatus(reader, reader.enter(end), span);
        break;
      default:
        reader.skip(tag, end);
    }
  }
}

/** Reads one LogRecord message (logs.proto v1) into `log`, which the caller has cleared. */
export function readLogProtobuf(reader: WireReader, end: number, log: RawLog): void {
  while (reader.pos < end) {
    const tag = reader.tag(end);
    switch (tag) {
      case 0x09:
        log.timeUs = reader.nanosAsMicros(end);
        break;
      case 0x59:
        log.observedUs = reader.nanosAsMicros(end);
        break;
      case 0x2a:
        log.body = readAnyValue(reader, reader.enter(end), 0);
        break;
      case 0x32:
        readKeyValue(reader, reader.enter(end), log.keys, log.values, 0);
        break;
      case 0x4a:
        log.traceId = reader.hex(end);
        break;
      case 0x52:
        log.spanId = reader.hex(end);
        break;
      case 0x62:
        log.eventName = reader.string(end);
        break;
      case 0x0a:
        log.isSpan = true;
        reader.pos = reader.enter(end);
        break;
      default:
        reader.skip(tag, end);
    }
  }
}

export function readResourceProtobuf(reader: WireReader, end: number): RawResource {
  const resource: RawResource = { keys: [], values: [] };
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) readKeyValue(reader, reader.enter(end), resource.keys, resource.values, 0);
    else reader.skip(tag, end);
  }
  return resource;
}

export function readScopeProtobuf(reader: WireReader, end: number): RawScope {
  const scope: RawScope = { name: "", version: "" };
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) scope.name = reader.string(end);
    else if (tag === 0x12) scope.version = reader.string(end);
    else reader.skip(tag, end);
  }
  return scope;
}

function readStatus(reader: WireReader, end: number, span: RawSpan): void {
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x12) span.statusMessage = reader.string(end);
    else if (tag === 0x18) span.statusCode = reader.enumeration(end);
    else reader.skip(tag, end);
  }
}

function readEvent(reader: WireReader, end: number): RawEvent {
  const event: RawEvent = { name: "", timeUs: 0, keys: [], values: [] };
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x09) event.timeUs = reader.nanosAsMicros(end);
    else if (tag === 0x12) event.name = reader.string(end);
    else if (tag === 0x1a) readKeyValue(reader, reader.enter(end), event.keys, event.values, 0);
    else reader.skip(tag, end);
  }
  return event;
}

export function readKeyValue(
  reader: WireReader,
  end: number,
  keys: string[],
  values: AttributeValue[],
  depth: number,
): void {
  let key = "";
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) key = reader.key(end);
    else if (tag === 0x12) value = readAnyValue(reader, reader.enter(end), depth);
    else reader.skip(tag, end);
  }
  keys.push(key);
  values.push(value);
}

function readAnyValue(reader: WireReader, end: number, depth: number): AttributeValue {
  if (depth > maxNesting) throw spanTooDeep;
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.tag(end);
    switch (tag) {
      case 0x0a:
        value = reader.string(end);
        break;
      case 0x10:
        value = reader.boolean(end);
        break;
      case 0x18:
        reader.varint(end);
        value = integer(reader.low, reader.high);
        break;
      case 0x21:
        value = reader.double(end);
        break;
      case 0x2a:
        value = readArray(reader, reader.enter(end), depth + 1);
        break;
      case 0x32:
        value = readMap(reader, reader.enter(end), depth + 1);
        break;
      case 0x3a: {
        const bytesEnd = reader.enter(end);
        value = base64(reader.bytes, reader.pos, bytesEnd);
        reader.pos = bytesEnd;
        break;
      }
      default:
        reader.skip(tag, end);
    }
  }
  return value;
}

function readArray(reader: WireReader, end: number, depth: number): JsonText {
  let json = "";
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) {
      const item = attributeJson(readAnyValue(reader, reader.enter(end), depth));
      json += json === "" ? item : `,${item}`;
    } else reader.skip(tag, end);
  }
  return new JsonText(`[${json}]`);
}

function readMap(reader: WireReader, end: number, depth: number): JsonText {
  const keys: string[] = [];
  const values: AttributeValue[] = [];
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) readKeyValue(reader, reader.enter(end), keys, values, depth);
    else reader.skip(tag, end);
  }
  return mapJson(keys, values);
}

function integer(low: number, high: number): AttributeValue {
  const value = (high | 0) * 4_294_967_296 + low;
  if (Number.isSafeInteger(value)) return value;
  return new JsonText(String((BigInt(high | 0) << 32n) | BigInt(low)));
}
