import { PlumblineError } from "@plumbline/contracts/errors";
import type { CompleteSpanEvent, ScoreEvent, SpanPartEvent } from "@plumbline/contracts/events";
import { readEvaluation } from "../normalise/evaluation.ts";
import { evaluationEvent } from "../normalise/genai-event.ts";
import { normaliseSpan } from "../normalise/normalise-span.ts";
import type { SpanScope } from "../normalise/scope.ts";
import { checkSpan } from "../otlp/check-span.ts";
import type { RawSpan } from "../otlp/raw-span.ts";
import { SpanProblem } from "../otlp/span-problem.ts";
import { WireError } from "../otlp/wire-reader.ts";
import { isPlausibleTimeUs } from "../times.ts";

export interface SpanRejection {
  /** Stable and countable, e.g. "span.missing_id". */
  code: string;
  reason: string;
  traceId?: string;
  spanId?: string;
  /** The span as it came, readable where it could be read, cut to 65,536 characters. */
  raw: string;
}

/**
 * A part is a span that waits for something: a model call whose messages come as log events, or the sign of
 * life of a span that has not ended. A score is an evaluation among the span's events.
 */
export type OnSpan = (event: CompleteSpanEvent | SpanPartEvent | ScoreEvent) => void;
export type OnReject = (rejection: SpanRejection) => void;

export const maxRawLength = 65_536;
const itemsPerTurn = 64;

/** Where decoded spans go. Counts every item read, so that no run of empty ones blocks the thread. */
export class SpanSink {
  readonly #onSpan: OnSpan;
  readonly #onReject: OnReject;
  #items = 0;

  constructor(onSpan: OnSpan, onReject: OnReject) {
    this.#onSpan = onSpan;
    this.#onReject = onReject;
  }

  /** True when it is time to let others run. */
  countItem(): boolean {
    this.#items++;
    return this.#items % itemsPerTurn === 0;
  }

  /** `readProblem` is what stopped the reader, if anything did; `describe` gives the refused span's text. */
  accept(span: RawSpan, scope: SpanScope, readProblem: SpanProblem | null, describe: () => string): void {
    const idProblem = checkSpan(span);
    // A log record read as a span breaks somewhere; that it has no ids says more.
    const isLogRecord = idProblem?.code === "span.missing_id" && readProblem?.code === "span.malformed";
    const problem = isLogRecord ? idProblem : (readProblem ?? idProblem);
    if (problem === null) {
      this.#onSpan(normaliseSpan(span, scope));
      if (span.events.length > 0) this.#judge(span, scope);
      return;
    }
    const rejection: SpanRejection = {
      code: problem.code,
      reason: problem.message,
      raw: describe().slice(0, maxRawLength),
    };
    if (span.traceId !== "") rejection.traceId = span.traceId;
    if (span.spanId !== "") rejection.spanId = span.spanId;
    this.#onReject(rejection);
  }

  /** Evaluations that came as events of the span they judge. */
  #judge(span: RawSpan, scope: SpanScope): void {
    for (const [index, event] of span.events.entries()) {
      if (event.name !== evaluationEvent) continue;
      const timeUs = isPlausibleTimeUs(event.timeUs) ? event.timeUs : span.startUs;
      const { traceId, spanId } = span;
      const { keys, values } = event;
      const score = readEvaluation({ traceId, spanId, keys, values }, scope, `event:${index}`, timeUs);
      if (score !== null) this.#onSpan(score);
    }
  }
}

/** What is wrong with the span alone; anything else is no fault of the sender and goes on up. */
export function spanProblemOf(error: unknown): SpanProblem {
  if (error instanceof SpanProblem) return error;
  if (error instanceof WireError)
    return new SpanProblem("span.malformed", `The span is broken: ${error.message}.`);
  throw error;
}

export function brokenRequest(message: string): PlumblineError {
  return new PlumblineError("invalid_request", { message });
}
