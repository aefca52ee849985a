import { brokenRequest } from "./decoders/accept-span.ts";
import { acceptMetric, type OnMetricReject, type OnPoint } from "./metrics/accept-metric.ts";
import type { MetricSender, RawMetric } from "./metrics/raw-metric.ts";
import { readMetricJson } from "./metrics/read-metric-json.ts";
import { readMetricProtobuf } from "./metrics/read-metric-protobuf.ts";
import { readResourceJson, readScopeJson } from "./otlp/read-json.ts";
import { readResourceProtobuf, readScopeProtobuf } from "./otlp/read-protobuf.ts";
import { SpanProblem } from "./otlp/span-problem.ts";
import { WireError, WireReader } from "./otlp/wire-reader.ts";
import { isRecord } from "./parsed-json.ts";
import type { TextSlicer } from "./text-slicer.ts";

export type { MetricRejection } from "./metrics/accept-metric.ts";

/**
 * Reads an ExportMetricsServiceRequest, one metric a turn. Throws PlumblineError invalid_request when the
 * envelope or a metric in it is broken: drop what it gave until then.
 */
export function* decodeMetricsProtobuf(
  bytes: Uint8Array,
  text: TextSlicer,
  onPoint: OnPoint,
  onReject: OnMetricReject,
): Generator<void> {
  const reader = new WireReader(bytes, text);
  try {
    for (const resourceEnd of entries(reader, bytes.length, 0x0a)) {
      const resource = first(reader, resourceEnd, readResourceProtobuf) ?? { keys: [], values: [] };
      for (const scopeEnd of entries(reader, resourceEnd, 0x12)) {
        const scopeName = first(reader, scopeEnd, readScopeProtobuf)?.name ?? "";
        for (const metricEnd of entries(reader, scopeEnd, 0x12)) {
          acceptMetric(readMetricProtobuf(reader, metricEnd), { resource, scopeName }, onPoint, onReject);
          yield;
        }
      }
      yield;
    }
  } catch (error) {
    if (!(error instanceof WireError) && !(error instanceof SpanProblem)) throw error;
    throw brokenRequest(`The body is not an OTLP metrics export: ${error.message}`);
  }
}

/** Stops at the start of every field of this tag and passes over the others. */
function* entries(reader: WireReader, end: number, wanted: number): Generator<number> {
  while (reader.pos < end) {
    const tag = reader.tag(end);
    if (tag !== wanted) {
      reader.skip(tag, end);
      continue;
    }
    const entryEnd = reader.enter(end);
    yield entryEnd;
    reader.pos = entryEnd;
  }
}

/** Field 1 of the message, wherever it stands in it; leaves the reader where it was. */
function first<T>(reader: WireReader, end: number, read: (reader: WireReader, end: number) => T): T | null {
  const start = reader.pos;
  let found: T | null = null;
  for (const entryEnd of entries(reader, end, 0x0a)) found = read(reader, entryEnd);
  reader.pos = start;
  return found;
}

/** Like decodeMetricsProtobuf, for a body of OTLP/JSON after JSON.parse. */
export function* decodeMetricsJson(
  parsed: unknown,
  onPoint: OnPoint,
  onReject: OnMetricReject,
): Generator<void> {
  if (!isRecord(parsed)) throw brokenRequest("The body must be an object.");
  if (!("resourceMetrics" in parsed) && ("resourceSpans" in parsed || "resourceLogs" in parsed)) {
    throw brokenRequest("The body is a trace or logs export. Send it to the path of its own signal.");
  }
  try {
    for (const resourceMetrics of listAt(parsed, "resourceMetrics")) {
      const resource = readResourceJson(resourceMetrics["resource"]);
      for (const scopeMetrics of listAt(resourceMetrics, "scopeMetrics")) {
        const { name: scopeName } = readScopeJson(scopeMetrics["scope"]);
        for (const json of listAt(scopeMetrics, "metrics")) {
          const metric: RawMetric | null = readMetricJson(json);
          const sender: MetricSender = { resource, scopeName };
          if (metric !== null) acceptMetric(metric, sender, onPoint, onReject);
          yield;
        }
      }
      yield;
    }
  } catch (error) {
    if (error instanceof SpanProblem) throw brokenRequest(error.message);
    throw error;
  }
}

function listAt(parent: Record<string, unknown>, name: string): ReadonlyArray<Record<string, unknown>> {
  const value = parent[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw brokenRequest(`${name} must be an array.`);
  return value.map((entry: unknown) => {
    if (!isRecord(entry)) throw brokenRequest(`Each entry of ${name} must be an object.`);
    return entry;
  });
}
