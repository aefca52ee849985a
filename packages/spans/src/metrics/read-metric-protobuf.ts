import type { WireReader } from "../otlp/wire-reader.ts";
import { createRawMetric, type RawMetric } from "./raw-metric.ts";
import { pointReaders } from "./read-point-protobuf.ts";

// Case labels are tags as on the wire: field number * 8 + wire type (metrics.proto v1).

const kindsByTag: ReadonlyMap<number, RawMetric["kind"]> = new Map([
  [0x2a, "gauge"],
  [0x3a, "sum"],
  [0x4a, "histogram"],
  [0x52, "exponential"],
  [0x5a, "summary"],
]);

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
      default: {
        const kind = kindsByTag.get(tag);
        if (kind === undefined) reader.skip(tag, end);
        else {
          metric.kind = kind;
          readPoints(reader, reader.enter(end), metric);
        }
      }
    }
  }
  return metric;
}

function readPoints(reader: WireReader, end: number, metric: RawMetric): void {
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag === 0x0a) {
      const pointEnd = reader.enter(end);
      metric.points.push(pointReaders[metric.kind](reader, pointEnd));
    } else if (tag === 0x10) metric.temporality = reader.enumeration(end);
    else if (tag === 0x18) metric.monotonic = reader.boolean(end);
    else reader.skip(tag, end);
  }
}
