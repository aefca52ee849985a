import { jsonText } from "../clean-text.ts";
import { prepareResource, prepareScope, type SharedFields, type SpanScope } from "../normalise/scope.ts";
import { describeSpan } from "../otlp/check-span.ts";
import { clearRawSpan, createRawSpan } from "../otlp/raw-span.ts";
import { readResourceJson, readScopeJson, readSpanJson } from "../otlp/read-json.ts";
import { SpanProblem } from "../otlp/span-problem.ts";
import { isRecord } from "../parsed-json.ts";
import { brokenRequest, type OnReject, type OnSpan, SpanSink, spanProblemOf } from "./accept-span.ts";

const span = createRawSpan();

/** Like decodeOtlpProtobuf, for a body of OTLP/JSON after JSON.parse. */
export function* decodeOtlpJson(parsed: unknown, onSpan: OnSpan, onReject: OnReject): Generator<void> {
  const sink = new SpanSink(onSpan, onReject);
  const request = objectAt(parsed, "The body");
  if (!("resourceSpans" in request) && ("resourceLogs" in request || "resourceMetrics" in request)) {
    throw brokenRequest("The body is a logs or metrics export. Send it to the path of its own signal.");
  }
  for (const entry of listAt(request["resourceSpans"], "resourceSpans")) {
    const resourceSpans = objectAt(entry, "Each entry of resourceSpans");
    const shared = sharedOf(resourceSpans["resource"]);
    if (sink.countItem()) yield;
    for (const scopeEntry of listAt(resourceSpans["scopeSpans"], "scopeSpans")) {
      const scopeSpans = objectAt(scopeEntry, "Each entry of scopeSpans");
      const scope = prepareScope(shared, readScopeJson(scopeSpans["scope"]));
      if (sink.countItem()) yield;
      for (const json of listAt(scopeSpans["spans"], "spans")) {
        readOneSpan(json, scope, sink);
        if (sink.countItem()) yield;
      }
    }
  }
}

function readOneSpan(json: unknown, scope: SpanScope, sink: SpanSink): void {
  let problem: SpanProblem | null = null;
  clearRawSpan(span);
  try {
    readSpanJson(json, span);
  } catch (error) {
    problem = spanProblemOf(error);
  }
  sink.accept(span, scope, problem, () => originalText(json));
}

function originalText(json: unknown): string {
  try {
    return jsonText(json);
  } catch {
    // Too deep for the stack: what was read of it must do.
    return describeSpan(span);
  }
}

function sharedOf(json: unknown): SharedFields {
  try {
    return prepareResource(readResourceJson(json));
  } catch (error) {
    if (error instanceof SpanProblem) throw brokenRequest(`A resource cannot be read: ${error.message}`);
    throw error;
  }
}

function objectAt(value: unknown, what: string): Record<string, unknown> {
  if (!isRecord(value)) throw brokenRequest(`${what} must be an object.`);
  return value;
}

function listAt(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw brokenRequest(`${what} must be an array.`);
  return value;
}
