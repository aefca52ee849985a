import type { ExponentialBuckets, MetricPoint } from "@plumbline/contracts/events";
import type { Refusal } from "./accept-steps.ts";

/** OpenTelemetry's own limit for the names of instruments. */
const maxNameCharacters = 255;
const maxBuckets = 2_000;

export function metricNameFault({ name }: MetricPoint): Refusal | null {
  if (name === "") return { code: "metric.missing_name", reason: "A metric needs a name." };
  if (name.length <= maxNameCharacters) return null;
  return {
    code: "metric.name_too_long",
    reason: `The name has ${name.length} characters; the limit is ${maxNameCharacters}.`,
  };
}

/** What JSON cannot carry would come back from the journal as nothing. */
export function metricValueFault(point: MetricPoint): Refusal | null {
  const { value, count, sum, min, max, bounds = [], bucketCounts = [], quantiles = [] } = point;
  const numbers = [value, sum, min, max, point.exponential?.zeroThreshold, ...bounds];
  for (const number of [...numbers, ...quantiles.flatMap(({ level, value: at }) => [level, at])]) {
    if (number !== undefined && !Number.isFinite(number)) {
      return { code: "metric.invalid_value", reason: "The values of a point must be finite numbers." };
    }
  }
  for (const number of [count, ...bucketCounts, ...exponentialCounts(point)]) {
    if (number !== undefined && !(Number.isSafeInteger(number) && number >= 0)) {
      return { code: "metric.invalid_count", reason: "The counts of a point must be whole numbers." };
    }
  }
  if (point.kind === "summary") return quantileFault(quantiles);
  if (point.exponential !== undefined) return exponentialFault(point.exponential);
  if (point.kind !== "histogram") {
    return value === undefined ? { code: "metric.missing_value", reason: "The point has no value." } : null;
  }
  if (count === undefined) return { code: "metric.missing_value", reason: "The point has no count." };
  const fits = bucketCounts.length === 0 || bucketCounts.length === bounds.length + 1;
  const ascends = bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? bound));
  if (fits && ascends && bucketCounts.length <= maxBuckets) return null;
  return {
    code: "metric.invalid_buckets",
    reason: `Buckets need ascending bounds, one fewer than counts, and at most ${maxBuckets}.`,
  };
}

function* exponentialCounts({ exponential }: MetricPoint): Generator<number> {
  if (exponential === undefined) return;
  yield exponential.zeroCount;
  yield* exponential.positive.counts;
  yield* exponential.negative.counts;
}

/** The scales between which SDKs move; beyond them the ends of buckets are no numbers any more. */
const minScale = -10;
const maxScale = 20;
const maxIndex = 2 ** 30;

function exponentialFault({ scale, zeroThreshold, positive, negative }: ExponentialBuckets): Refusal | null {
  const sidesFit = [positive, negative].every(
    ({ offset, counts }) =>
      Number.isInteger(offset) && Math.abs(offset) <= maxIndex && counts.length <= maxBuckets,
  );
  if (Number.isInteger(scale) && scale >= minScale && scale <= maxScale && zeroThreshold >= 0 && sidesFit) {
    return null;
  }
  return {
    code: "metric.invalid_buckets",
    reason: `Exponential buckets need a whole scale from ${minScale} to ${maxScale}, a whole offset, and at most ${maxBuckets} buckets a side.`,
  };
}

const maxQuantiles = 100;

function quantileFault(quantiles: ReadonlyArray<{ level: number }>): Refusal | null {
  const areLevels = quantiles.every(({ level }) => level >= 0 && level <= 1);
  if (areLevels && quantiles.length <= maxQuantiles) return null;
  return {
    code: "metric.invalid_quantiles",
    reason: `The quantiles of a summary lie between 0 and 1; at most ${maxQuantiles} are taken.`,
  };
}
