import { readKeyValue } from "../otlp/read-protobuf.ts";
import type { WireReader } from "../otlp/wire-reader.ts";
import { createExponentialBuckets, createRawPoint, type RawMetric, type RawPoint } from "./raw-metric.ts";

type ReadField<P> = (point: P, reader: WireReader, end: number) => void;

/** By tag as on the wire: field number * 8 + wire type (metrics.proto v1). */
type PointFields<P> = Readonly<Record<number, ReadField<P>>>;

type PointReader = (reader: WireReader, end: number) => RawPoint;

/** What a point of every kind has in the same place. */
const times: PointFields<RawPoint> = {
  0x11: (point, reader, end) => {
    point.startUs = reader.nanosAsMicros(end);
  },
  0x19: (point, reader, end) => {
    point.timeUs = reader.nanosAsMicros(end);
  },
};

/** And what one of every distribution has. */
const totals: PointFields<RawPoint> = {
  ...times,
  0x21: (point, reader, end) => {
    point.count = reader.unsigned64(end);
  },
  0x29: (point, reader, end) => {
    point.sum = reader.double(end);
  },
};

const attribute: ReadField<RawPoint> = (point, reader, end) =>
  readKeyValue(reader, reader.enter(end), point.keys, point.values, 0);

const flags: ReadField<RawPoint> = (point, reader, end) => {
  point.isEmpty = (reader.enumeration(end) & 1) === 1;
};

const min: ReadField<RawPoint> = (point, reader, end) => {
  point.min = reader.double(end);
};

const max: ReadField<RawPoint> = (point, reader, end) => {
  point.max = reader.double(end);
};

const readNumberPoint = pointReader(createRawPoint, {
  ...times,
  0x21: (point, reader, end) => {
    point.value = reader.double(end);
  },
  0x31: (point, reader, end) => {
    point.value = reader.signed64(end);
  },
  0x3a: attribute,
  0x40: flags,
});

/** Of distributions, a number that is zero need not be written; of summaries, the sum is always there. */
export const pointReaders: Readonly<Record<RawMetric["kind"], PointReader>> = {
  other: readNumberPoint,
  gauge: readNumberPoint,
  sum: readNumberPoint,
  histogram: pointReader(() => ({ ...createRawPoint(), count: 0 }), {
    ...totals,
    0x31: (point, reader, end) => {
      point.bucketCounts.push(reader.unsigned64(end));
    },
    0x32: (point, reader, end) => {
      for (const itemsEnd = reader.enter(end); reader.pos < itemsEnd; )
        point.bucketCounts.push(reader.unsigned64(itemsEnd));
    },
    0x39: (point, reader, end) => {
      point.bounds.push(reader.double(end));
    },
    0x3a: (point, reader, end) => {
      for (const itemsEnd = reader.enter(end); reader.pos < itemsEnd; )
        point.bounds.push(reader.double(itemsEnd));
    },
    0x4a: attribute,
    0x50: flags,
    0x59: min,
    0x61: max,
  }),
  exponential: pointReader(
    () => ({ ...createRawPoint(), count: 0, exponential: createExponentialBuckets() }),
    {
      ...totals,
      0x0a: attribute,
      0x30: ({ exponential }, reader, end) => {
        exponential.scale = reader.zigzag(end);
      },
      0x39: ({ exponential }, reader, end) => {
        exponential.zeroCount = reader.unsigned64(end);
      },
      0x42: ({ exponential }, reader, end) => {
        exponential.positive = readSide(reader, reader.enter(end));
      },
      0x4a: ({ exponential }, reader, end) => {
        exponential.negative = readSide(reader, reader.enter(end));
      },
      0x50: flags,
      0x61: min,
      0x69: max,
      0x71: ({ exponential }, reader, end) => {
        exponential.zeroThreshold = reader.double(end);
      },
    },
  ),
  summary: pointReader(() => ({ ...createRawPoint(), count: 0, sum: 0, quantiles: noQuantiles() }), {
    ...totals,
    0x32: ({ quantiles }, reader, end) => {
      quantiles.push(readQuantile(reader, reader.enter(end)));
    },
    0x3a: attribute,
    0x40: flags,
  }),
};

function pointReader<P extends RawPoint>(create: () => P, fields: PointFields<P>): PointReader {
  return (reader, end) => {
    const point = create();
    while (reader.pos < end) {
      const tag = reader.tag(end);
      const read = fields[tag];
      if (read === undefined) reader.skip(tag, end);
      else read(point, reader, end);
    }
    return point;
  };
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

function noQuantiles(): NonNullable<RawPoint["quantiles"]> {
  return [];
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
