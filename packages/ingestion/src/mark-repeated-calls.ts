import type { IngestEvent, SpanFields } from "@plumbline/contracts/events";

type SpanEvent = Extract<IngestEvent, { type: "span" | "part" }>;

/**
 * A model call within a model call is one call that two instrumentations report: a library's own around the
 * one of the provider's SDK. The inner one is billed, unless only the outer one knows what was used. Works
 * within one request, which is where exporters put a span and its parent.
 */
export function markRepeatedCalls(events: readonly IngestEvent[]): void {
  const nested: SpanEvent[] = [];
  for (const event of events) {
    if (isModelCall(event) && event.fields.parentSpanId !== undefined) nested.push(event);
  }
  if (nested.length === 0) return;
  const calls = new Map<string, SpanFields>();
  for (const event of events) {
    if (isModelCall(event)) calls.set(`${event.traceId}:${event.spanId}`, event.fields);
  }
  if (calls.size < 2) return;
  for (const { traceId, fields: inner } of nested) {
    const outer = calls.get(`${traceId}:${inner.parentSpanId}`);
    if (outer === undefined || outer === inner || !isSameCall(outer, inner)) continue;
    const knows = isMeasured(inner) || (!isMeasured(outer) && hasText(inner));
    (knows ? outer : inner).repeatsCall = true;
  }
}

/**
 * Ids of answers tell for certain; else two instrumentations speak of one call. One alone speaks of two (the
 * SDK of LangSmith lays a streamed call over the span around it), unless the outer one only holds the other.
 */
function isSameCall(outer: SpanFields, inner: SpanFields): boolean {
  if (outer.responseId !== undefined && inner.responseId !== undefined)
    return outer.responseId === inner.responseId;
  return outer.scopeName !== inner.scopeName || !isMeasured(outer);
}

function isModelCall(event: IngestEvent): event is SpanEvent {
  if (event.type !== "span" && event.type !== "part") return false;
  return event.fields.kind === "GENERATION" || event.fields.kind === "EMBEDDING";
}

function isMeasured({ usageDetails, givenCost }: SpanFields): boolean {
  return usageDetails !== undefined || givenCost !== undefined;
}

function hasText({ input, output }: SpanFields): boolean {
  return input !== undefined || output !== undefined;
}
