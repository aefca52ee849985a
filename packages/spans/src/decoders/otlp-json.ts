import { jsonText } from "../clean-text.ts";
import type { SpanScope } from "../normalise/scope.ts";
import { describeSpan } from "../otlp/check-span.ts";
import { clearRawSpan, createRawSpan } from "../otlp/raw-span.ts";
import { readSpanJson } from "../otlp/read-json.ts";
import type { SpanProblem } from "../otlp/span-problem.ts";
import { type OnReject, type OnSpan, SpanSink, spanProblemOf } from "./accept-span.ts";
import { spanLists, walkJson } from "./walk-json.ts";

const span = createRawSpan();

/** Like decodeOtlpProtobuf, for a body of OTLP/JSON after JSON.parse. */
export function* decodeOtlpJson(parsed: unknown, onSpan: OnSpan, onReject: OnReject): Generator<void> {
  const sink = new SpanSink(onSpan, onReject);
  yield* walkJson(parsed, spanLists, {
    countItem: () => sink.countItem(),
    visit: (json, scope) => readOneSpan(json, scope, sink),
  });
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
