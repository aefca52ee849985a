import type { MetricPoint } from "@plumbline/contracts/events";
import { defineTable } from "./define-table.ts";

export interface MetricPointRow {
  projectId: string;
  /** Version of the row: of two points with one identity the one that came later is read. */
  receivedAtUs: number;
  point: MetricPoint;
}

const word = "LowCardinality(String)";
const time = "DateTime64(6, 'UTC')";
const number = "Nullable(Float64)";

export const metricPointsTable = defineTable<MetricPointRow>("metric_points", [
  ["project_id", word, (w, r) => w.string(r.projectId)],
  ["metric_name", word, (w, r) => w.string(r.point.name)],
  ["time", time, (w, r) => w.dateTime64(r.point.timeUs)],
  ["series", "String", (w, r) => w.string(r.point.series)],
  ["start_time", `Nullable(${time})`, (w, r) => w.nullableDateTime64(r.point.startTimeUs)],
  ["unit", word, (w, r) => w.string(r.point.unit)],
  ["kind", word, (w, r) => w.string(r.point.kind)],
  ["temporality", word, (w, r) => w.string(r.point.temporality)],
  ["monotonic", "UInt8", (w, r) => w.uint8(r.point.monotonic ? 1 : 0)],
  ["value", number, (w, r) => w.nullableFloat64(r.point.value)],
  ["count", "Nullable(UInt64)", (w, r) => w.nullableUint64(r.point.count)],
  ["sum", number, (w, r) => w.nullableFloat64(r.point.sum)],
  ["min", number, (w, r) => w.nullableFloat64(r.point.min)],
  ["max", number, (w, r) => w.nullableFloat64(r.point.max)],
  ["bounds", "Array(Float64)", (w, r) => w.float64s(r.point.bounds)],
  ["bucket_counts", "Array(UInt64)", (w, r) => w.uint64s(r.point.bucketCounts)],
  ["attributes", "Map(LowCardinality(String), String)", (w, r) => w.stringMap(r.point.attributes)],
  ["received_at", time, (w, r) => w.dateTime64(r.receivedAtUs)],
  ["row_version", "UInt64", (w, r) => w.uint64(r.receivedAtUs)],
  ["scale", "Nullable(Int32)", (w, r) => w.nullableInt32(r.point.exponential?.scale)],
  ["zero_count", "UInt64", (w, r) => w.uint64(r.point.exponential?.zeroCount ?? 0)],
  ["zero_threshold", "Float64", (w, r) => w.float64(r.point.exponential?.zeroThreshold ?? 0)],
  ["positive_offset", "Int32", (w, r) => w.int32(r.point.exponential?.positive.offset ?? 0)],
  ["positive_counts", "Array(UInt64)", (w, r) => w.uint64s(r.point.exponential?.positive.counts)],
  ["negative_offset", "Int32", (w, r) => w.int32(r.point.exponential?.negative.offset ?? 0)],
  ["negative_counts", "Array(UInt64)", (w, r) => w.uint64s(r.point.exponential?.negative.counts)],
  ["quantiles", "Array(Float64)", (w, r) => w.float64s(r.point.quantiles?.map(({ level }) => level))],
  ["quantile_values", "Array(Float64)", (w, r) => w.float64s(r.point.quantiles?.map(({ value }) => value))],
]);
