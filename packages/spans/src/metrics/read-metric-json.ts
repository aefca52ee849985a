import type { ExponentialBuckets } from "@plumbline/contracts/events";
import { cleanText } from "../clean-text.ts";
import { micros, readResourceJson } from "../otlp/read-json.ts";
import { isRecord } from "../parsed-json.ts";
import { createRawMetric, createRawPoint, type RawMetric, type RawPoint } from "./raw-metric.ts";

const kinds = [
  ["sum", "sum"],
  ["gauge", "gauge"],
  ["histogram", "histogram"],
  ["exponentialHistogram", "exponential"],
  ["summary", "summary"],
] as const;

/** Reads one metric of OTLP/JSON; null when it is no object. */
export function readMetricJson(json: unknown): RawMetric | null {
  if (!isRecord(json)) return null;
  const metric = createRawMetric();
  metric.name = text(json["name"]);
  metric.unit = text(json["unit"]);
  for (const [name, kind] of kinds) {
    const data = json[name];
    if (!isRecord(data)) continue;
    metric.kind = kind;
    metric.temporality = number(data["aggregationTemporality"]) ?? 0;
    metric.monotonic = data["isMonotonic"] === true;
    const points = data["dataPoints"];
    if (Array.isArray(points)) metric.points = points.map((json) => readPoint(json, kind));
  }
  return metric;
}

function readPoint(json: unknown, kind: RawMetric["kind"]): RawPoint {
  const point = createRawPoint();
  if (!isRecord(json)) return point;
  point.startUs = micros(json["startTimeUnixNano"]);
  point.timeUs = micros(json["timeUnixNano"]);
  const read = {
    value: number(json["asDouble"] ?? json["asInt"]),
    count: number(json["count"]),
    sum: number(json["sum"]),
    min: number(json["min"]),
    max: number(json["max"]),
  };
  for (const [name, value] of Object.entries(read)) {
    if (value !== undefined) Object.assign(point, { [name]: value });
  }
  point.bounds = numbers(json["explicitBounds"]);
  point.bucketCounts = numbers(json["bucketCounts"]);
  if (kind === "exponential") {
    point.count ??= 0;
    point.exponential = readExponential(json);
  } else if (kind === "summary") {
    point.count ??= 0;
    point.quantiles = readQuantiles(json["quantileValues"]);
  }
  Object.assign(point, readResourceJson(json));
  point.isEmpty = ((number(json["flags"]) ?? 0) & 1) === 1;
  return point;
}

/** Numbers that are zero may be left out. */
function readExponential(json: Record<string, unknown>): ExponentialBuckets {
  const side = (value: unknown) =>
    isRecord(value)
      ? { offset: number(value["offset"]) ?? 0, counts: numbers(value["bucketCounts"]) }
      : { offset: 0, counts: [] };
  return {
    scale: number(json["scale"]) ?? 0,
    zeroCount: number(json["zeroCount"]) ?? 0,
    zeroThreshold: number(json["zeroThreshold"]) ?? 0,
    positive: side(json["positive"]),
    negative: side(json["negative"]),
  };
}

function readQuantiles(json: unknown): Array<{ level: number; value: number }> {
  if (!Array.isArray(json)) return [];
  return json.map((entry: unknown) => {
    const { quantile = 0, value = 0 } = isRecord(entry) ? entry : {};
    return { level: number(quantile) ?? Number.NaN, value: number(value) ?? Number.NaN };
  });
}

function text(json: unknown): string {
  return typeof json === "string" ? cleanText(json) : "";
}

/** Integers of 64 bits and what JSON lacks (NaN, Infinity) travel as text. */
function number(json: unknown): number | undefined {
  if (typeof json === "number") return json;
  return typeof json === "string" && json.trim() !== "" ? Number(json) : undefined;
}

function numbers(json: unknown): number[] {
  return Array.isArray(json) ? json.map((item: unknown) => number(item) ?? Number.NaN) : [];
}
