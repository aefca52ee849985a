import { readKeyValue } from "../otlp/read-protobuf.ts";
import type { WireReader } from "../otlp/wire-reader.ts";
import { createExponentialBuckets, createRawPoint, type RawPoint } from "./raw-metric.ts";

// Case labels are tags as on the wire: field number * 8 + wire type (metrics.proto v1).

/** A number that is zero need not be written. */
export function readExponentialPoint(reader: WireReader, end: number): RawPoint {
  const point = createRawPoint();
  const exponential = createExponentialBuckets();
  Object.assign(point, { count: 0, exponential });
  while (reader.pos < end) {
    const tag = reader.tag(end);
    switch (tag) {
      case 0x0a:
        readKeyValue(reader, reader.enter(end), point.keys, point.values, 0);
        break;
      case 0x11:
        point.startUs = reader.nanosAsMicros(end);
        break;
      case 0x19:
        point.timeUs = reader.nanosAsMicros(end);
        break;
      case 0x21:
        point.count = reader.unsigned64(end);
        break;
      case 0x29:
        point.sum = reader.double(end);
        break;
      case 0x30:
        exponential.scale = reader.zigzag(end);
        break;
      case 0x39:
        exponential.zeroCount = reader.unsigned64(end);
        break;
      case 0x42:
        exponential.positive = readSide(reader, reader.enter(end));
        break;
      case 0x4a:
        exponential.negative = readSide(reader, reader.enter(end));
        break;
      case 0x50:
        point.isEmpty = (reader.enumeration(end) & 1) === 1;
        break;
      case 0x61:
        point.min = reader.double(end);
        break;
      case 0x69:
        point.max = reader.double(end);
        break;
      case 0x71:
        exponential.zeroThreshold = reader.double(end);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  return point;
}

function readSide(reader: WireReader, end: number): { offset: number; counts: number[] } {
  const side = { offset: 0, counts: [] as number[] };
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x08) side.offset = reader.zigzag(end);
    else if (tag === 0x10) side.counts.push(reader.count(end));
    else if (tag === 0x12) {
      for (const itemsEnd = reader.enter(end); reader.pos < itemsEnd; )
        side.counts.push(reader.count(itemsEnd));
    } else reader.skip(tag, end);
  }
  return side;
}

/** Its sum is always there, 0 when it is not written. */
export function readSummaryPoint(reader: WireReader, end: number): RawPoint {
  const point = createRawPoint();
  const quantiles: NonNullable<RawPoint["quantiles"]> = [];
  Object.assign(point, { count: 0, sum: 0, quantiles });
  while (reader.pos < end) {
    const tag = reader.tag(end);
    switch (tag) {
      case 0x11:
        point.startUs = reader.nanosAsMicros(end);
        break;
      case 0x19:
        point.timeUs = reader.nanosAsMicros(end);
        break;
      case 0x21:
        point.count = reader.unsigned64(end);
        break;
      case 0x29:
        point.sum = reader.double(end);
        break;
      case 0x32:
        quantiles.push(readQuantile(reader, reader.enter(end)));
        break;
      case 0x3a:
        readKeyValue(reader, reader.enter(end), point.keys, point.values, 0);
        break;
      case 0x40:
        point.isEmpty = (reader.enumeration(end) & 1) === 1;
        break;
      default:
        reader.skip(tag, end);
    }
  }
  return point;
}

function readQuantile(reader: WireReader, end: number): { level: number; value: number } {
  const quantile = { level: 0, value: 0 };
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x09) quantile.level = reader.double(end);
    else if (tag === 0x11) quantile.value = reader.double(end);
    else reader.skip(tag, end);
  }
  return quantile;
}
