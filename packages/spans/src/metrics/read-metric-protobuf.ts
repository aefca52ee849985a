import { readKeyValue } from "../otlp/read-protobuf.ts";
import type { WireReader } from "../otlp/wire-reader.ts";
import { createRawMetric, createRawPoint, type RawMetric, type RawPoint } from "./raw-metric.ts";
import { readExponentialPoint, readSummaryPoint } from "./read-shaped-points.ts";

// Case labels are tags as on the wire: field number * 8 + wire type (metrics.proto v1).

export function readMetricProtobuf(reader: WireReader, end: number): RawMetric {
  const metric = createRawMetric();
  while (reader.pos < end) {
    const tag = reader.tag(end);
    switch (tag) {
      case 0x0a:
        metric.name = reader.string(end);
        break;
      case 0x1a:
        metric.unit = reader.string(end);
        break;
      case 0x2a:
        metric.kind = "gauge";
        readPoints(reader, reader.enter(end), metric);
        break;
      case 0x3a:
        metric.kind = "sum";
        readPoints(reader, reader.enter(end), metric);
        break;
      case 0x4a:
        metric.kind = "histogram";
        readPoints(reader, reader.enter(end), metric);
        break;
      case 0x52:
        metric.kind = "exponential";
        readPoints(reader, reader.enter(end), metric);
        break;
      case 0x5a:
        metric.kind = "summary";
        readPoints(reader, reader.enter(end), metric);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  return metric;
}

type PointReader = (reader: WireReader, end: number) => RawPoint;

const pointReaders: Partial<Record<RawMetric["kind"], PointReader>> = {
  histogram: readHistogramPoint,
  exponential: readExponentialPoint,
  summary: readSummaryPoint,
};

function readPoints(reader: WireReader, end: number, metric: RawMetric): void {
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) {
      const pointEnd = reader.enter(end);
      const read = pointReaders[metric.kind] ?? readNumberPoint;
      metric.points.push(read(reader, pointEnd));
    } else if (tag === 0x10) metric.temporality = reader.enumeration(end);
    else if (tag === 0x18) metric.monotonic = reader.boolean(end);
    else reader.skip(tag, end);
  }
}

function readNumberPoint(reader: WireReader, end: number): RawPoint {
  const point = createRawPoint();
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
        point.value = reader.double(end);
        break;
      case 0x31:
        point.value = reader.signed64(end);
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

function readHistogramPoint(reader: WireReader, end: number): RawPoint {
  const point = createRawPoint();
  // A zero need not be written.
  point.count = 0;
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
        for (const itemsEnd = reader.enter(end); reader.pos < itemsEnd; )
          point.bucketCounts.push(reader.unsigned64(itemsEnd));
        break;
      case 0x31:
        point.bucketCounts.push(reader.unsigned64(end));
        break;
      case 0x3a:
        for (const itemsEnd = reader.enter(end); reader.pos < itemsEnd; )
          point.bounds.push(reader.double(itemsEnd));
        break;
      case 0x39:
        point.bounds.push(reader.double(end));
        break;
      case 0x4a:
        readKeyValue(reader, reader.enter(end), point.keys, point.values, 0);
        break;
      case 0x50:
        point.isEmpty = (reader.enumeration(end) & 1) === 1;
        break;
      case 0x59:
        point.min = reader.double(end);
        break;
      case 0x61:
        point.max = reader.double(end);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  return point;
}
