import type { MetricPoint, MetricPointEvent } from "@plumbline/contracts/events";
import { Hash64 } from "../hash64.ts";
import { type AttributeValue, attributeText } from "../otlp/raw-span.ts";
import { safeRecord } from "../safe-record.ts";
import type { MetricSender, RawMetric, RawPoint } from "./raw-metric.ts";

export interface MetricRejection {
  /** Stable and countable, e.g. "metric.unsupported". */
  code: string;
  reason: string;
  raw: string;
}

export type OnPoint = (event: MetricPointEvent) => void;
export type OnMetricReject = (rejection: MetricRejection) => void;

const maxAttributes = 100;
const maxValueCharacters = 1_000;
const temporalities = ["", "delta", "cumulative"] as const;
/** Of the sender, kept to be grouped by; the first name that is there. */
const senderKeys = [["service.name"], ["deployment.environment.name", "deployment.environment"]] as const;

/** Hands on every point of a metric, or says why not; points without a recorded value are no points. */
export function acceptMetric(
  metric: RawMetric,
  sender: MetricSender,
  onPoint: OnPoint,
  onReject: OnMetricReject,
): void {
  for (const point of metric.points) {
    if (point.isEmpty) continue;
    const problem = problemOf(metric, point);
    if (problem === null) onPoint(toEvent(metric, point, sender));
    else onReject({ ...problem, raw: JSON.stringify({ name: metric.name, kind: metric.kind, point }) });
  }
}

function problemOf(metric: RawMetric, point: RawPoint): { code: string; reason: string } | null {
  if (metric.kind === "other") {
    return { code: "metric.unsupported", reason: "Metrics of this kind are not known." };
  }
  if (!(point.timeUs > 0)) return { code: "metric.missing_time", reason: "The point has no time." };
  if (!hasNoTemporality(metric) && metric.temporality !== 1 && metric.temporality !== 2) {
    return {
      code: "metric.missing_temporality",
      reason: "The metric says neither delta nor cumulative.",
    };
  }
  return null;
}

function toEvent(metric: RawMetric, raw: RawPoint, sender: MetricSender): MetricPointEvent {
  const attributes = attributesOf(raw.keys, raw.values);
  const series = seriesOf(attributes, sender);
  addSender(attributes, sender);
  const point: MetricPoint = {
    name: metric.name,
    unit: metric.unit.slice(0, 63),
    kind: metric.kind === "other" ? "gauge" : metric.kind,
    temporality: hasNoTemporality(metric) ? "" : (temporalities[metric.temporality] ?? ""),
    monotonic: metric.monotonic,
    series,
    timeUs: raw.timeUs,
    attributes,
  };
  if (raw.startUs > 0) point.startTimeUs = raw.startUs;
  if (metric.kind === "histogram" || metric.kind === "exponential" || metric.kind === "summary") {
    if (raw.count !== undefined) point.count = raw.count;
    if (raw.sum !== undefined) point.sum = raw.sum;
    if (raw.min !== undefined) point.min = raw.min;
    if (raw.max !== undefined) point.max = raw.max;
    if (metric.kind === "histogram") {
      point.bounds = raw.bounds;
      point.bucketCounts = raw.bucketCounts;
    }
    if (raw.exponential !== undefined) point.exponential = raw.exponential;
    if (raw.quantiles !== undefined) point.quantiles = raw.quantiles;
  } else if (raw.value !== undefined) point.value = raw.value;
  return { type: "metric", eventId: `${metric.name.slice(0, 300)}:${raw.timeUs}:${series}`, point };
}

/** What a point of it says stands by itself. */
function hasNoTemporality({ kind }: RawMetric): boolean {
  return kind === "gauge" || kind === "summary";
}

function attributesOf(keys: readonly string[], values: readonly AttributeValue[]): Record<string, string> {
  const attributes = safeRecord<string>();
  for (const [index, key] of keys.slice(0, maxAttributes).entries()) {
    const value = values[index] ?? null;
    if (value !== null) attributes[key.slice(0, 255)] = attributeText(value).slice(0, maxValueCharacters);
  }
  return attributes;
}

/** Two processes of one service count on their own, so everything that names the sender goes in. */
function seriesOf(attributes: Record<string, string>, sender: MetricSender): string {
  const hash = new Hash64().add(sender.scopeName);
  const resource = attributesOf(sender.resource.keys, sender.resource.values);
  for (const texts of [resource, attributes]) {
    for (const key of Object.keys(texts).toSorted()) hash.add(`\n${key}\n${texts[key] ?? ""}`);
    hash.add("\n\n");
  }
  return hash.hex();
}

function addSender(attributes: Record<string, string>, { resource }: MetricSender): void {
  for (const names of senderKeys) {
    const [first] = names;
    for (const name of names) {
      const value = resource.values[resource.keys.indexOf(name)] ?? null;
      if (value !== null) attributes[first] ??= attributeText(value).slice(0, maxValueCharacters);
    }
  }
}
