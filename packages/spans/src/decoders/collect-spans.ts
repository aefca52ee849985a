import type { CompleteSpanEvent } from "@plumbline/contracts/events";
import type { OnReject, OnSpan, SpanRejection } from "./accept-span.ts";

/** Runs a decoder to its end at once. */
export function collectSpans(decode: (onSpan: OnSpan, onReject: OnReject) => Generator<void>): {
  spans: CompleteSpanEvent[];
  rejected: SpanRejection[];
} {
  const spans: CompleteSpanEvent[] = [];
  const rejected: SpanRejection[] = [];
  const turns = decode(
    (event) => spans.push(event),
    (rejection) => rejected.push(rejection),
  );
  while (!turns.next().done);
  return { spans, rejected };
}
