import type { MetricPoint } from "@plumbline/contracts/events";
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
  const { value, count, sum, min, max, bounds = [], bucketCounts = [] } = point;
  for (const number of [value, sum, min, max, ...bounds]) {
    if (number !== undefined && !Number.isFinite(number)) {
      return { code: "metric.invalid_value", reason: "The values of a point must be finite numbers." };
    }
  }
  for (const number of [count, ...bucketCounts]) {
    if (number !== undefined && !(Number.isSafeInteger(number) && number >= 0)) {
      return { code: "metric.invalid_count", reason: "The counts of a point must be whole numbers." };
    }
  }
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
