import { isPlausibleTimeUs } from "../times.ts";
import { mapJson, type RawSpan } from "./raw-span.ts";
import { SpanProblem } from "./span-problem.ts";

const traceIdPattern = /^[0-9a-f]{32}$/;
const spanIdPattern = /^[0-9a-f]{16}$/;
const zeroTraceId = "0".repeat(32);
const zeroSpanId = "0".repeat(16);

const missingId = new SpanProblem(
  "span.missing_id",
  "The span has no trace id or no span id. A logs export sent to the traces path looks like this.",
);
const zeroId = new SpanProblem("span.zero_id", "The trace id or the span id is all zeros.");
const invalidTraceId = new SpanProblem(
  "span.invalid_trace_id",
  "The trace id is not 16 bytes (32 hex digits).",
);
const invalidSpanId = new SpanProblem("span.invalid_span_id", "The span id is not 8 bytes (16 hex digits).");
const invalidParentId = new SpanProblem(
  "span.invalid_parent_id",
  "The parent span id is neither empty nor 8 bytes (16 hex digits).",
);
const invalidStart = new SpanProblem(
  "span.invalid_time",
  "The start time is missing or not between the years 2000 and 2100.",
);
const invalidEnd = new SpanProblem(
  "span.invalid_time",
  "The end time is not between the years 2000 and 2100.",
);

/** Null for a span that can be stored; a parent id of zeros becomes "no parent". */
export function checkSpan(span: RawSpan): SpanProblem | null {
  if (span.traceId === "" || span.spanId === "") return missingId;
  if (!traceIdPattern.test(span.traceId)) return invalidTraceId;
  if (!spanIdPattern.test(span.spanId)) return invalidSpanId;
  if (span.traceId === zeroTraceId || span.spanId === zeroSpanId) return zeroId;
  if (span.parentSpanId === zeroSpanId) span.parentSpanId = "";
  if (span.parentSpanId !== "" && !spanIdPattern.test(span.parentSpanId)) return invalidParentId;
  if (!isPlausibleTimeUs(span.startUs)) return invalidStart;
  return span.endUs === 0 || isPlausibleTimeUs(span.endUs) ? null : invalidEnd;
}

/** Readable JSON of a refused span, for the page that shows it; not cut. */
export function describeSpan(span: RawSpan): string {
  const { traceId, spanId, parentSpanId, name, startUs, endUs } = span;
  const attributes = mapJson(span.keys, span.values);
  return mapJson(
    ["traceId", "spanId", "parentSpanId", "name", "startUs", "endUs", "attributes"],
    [traceId, spanId, parentSpanId, name, startUs, endUs, attributes],
  ).text;
}
