import type { CompleteSpanEvent, ScoreEvent, SpanPartEvent } from "@plumbline/contracts/events";
import type { OnReject, OnSpan, SpanRejection } from "./accept-span.ts";

/** Runs a decoder to its end at once. */
export function collectSpans(decode: (onSpan: OnSpan, onReject: OnReject) => Generator<void>): {
  spans: CompleteSpanEvent[];
  parts: SpanPartEvent[];
  scores: ScoreEvent[];
  rejected: SpanRejection[];
} {
  const spans: CompleteSpanEvent[] = [];
  const parts: SpanPartEvent[] = [];
  const scores: ScoreEvent[] = [];
  const rejected: SpanRejection[] = [];
  const turns = decode(
    (event) => {
      if (event.type === "span") spans.push(event);
      else if (event.type === "part") parts.push(event);
      else scores.push(event);
    },
    (rejection) => rejected.push(rejection),
  );
  while (!turns.next().done);
  return { spans, parts, scores, rejected };
}
