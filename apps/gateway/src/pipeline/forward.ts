import { errorFrame, pingFrame } from "../http/error-body.ts";
import { ownHeaders } from "../http/response-headers.ts";
import type { WholeAnswer } from "../upstream/attempt-end.ts";
import type { AnswerSink } from "../upstream/stream-answer.ts";
import type { Call } from "./call.ts";

/** The client's side of a stream. */
export function createSink(call: Call, isTranslated: boolean): AnswerSink {
  const { reply } = call;
  if (reply === null) throw new TypeError("A call is planned before it is answered.");
  return {
    begin(status, contentType, passed, isEvents) {
      call.firstSentAt = performance.now();
      clearTimeout(call.waiting);
      const headers = ownHeaders(call);
      headers.push("content-type", isTranslated ? "text/event-stream; charset=utf-8" : contentType);
      if (!isEvents) reply.keepNothing();
      if (isEvents) headers.push("cache-control", "no-cache", "x-accel-buffering", "no");
      headers.push(...passed);
      reply.beginStream(status, headers);
    },
    write: (bytes) => reply.write(bytes),
    onDrain: (listener) => reply.onDrain(listener),
    ping: () => reply.ping(pingFrame(call.route.dialect)),
    end: () => reply.end(),
    cut: (error) => reply.cut(error === null ? null : errorFrame(call.route.dialect, error)),
  };
}

/** A whole answer goes out as it came, once it is known to be one. */
export function sendWhole(call: Call, answer: WholeAnswer, costUsd: string | null): void {
  const { reply } = call;
  if (reply === null) return;
  call.firstSentAt = performance.now();
  const headers = ownHeaders(call);
  headers.push("content-type", answer.contentType, "content-length", String(answer.body.length));
  if (costUsd !== null) headers.push("x-plumbline-cost-usd", costUsd);
  headers.push(...answer.headers);
  reply.begin(answer.status, headers);
  reply.end(answer.body);
}
