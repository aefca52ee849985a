import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { FrameWriter, sendText } from "../http/send.ts";

export interface Frame {
  kind: "open" | "piece" | "finish" | "usage" | "done";
  /** Whole events with their blank line, or whole lines. */
  text: string;
}

/** A complete answer in some dialect, planned before it is sent, so that it can be sent badly. */
export interface Reply {
  stream: boolean;
  contentType: string;
  frames: readonly Frame[];
  /** The answer when it is not streamed. */
  body: string;
  /** How the dialect reports an error in a stream that has begun. */
  errorFrame: string;
  errorBody(status: number, message: string): string;
}

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  reply: Reply;
  /** Between two frames. */
  paceMs: number;
  /** Which of the requests for this model it is, from 1. */
  attempt: number;
  /** From now on the server says that it is dead. */
  killServer(): void;
}

/** Does not keep the process alive. */
export const wait = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false });

export const streamHeaders = (reply: Reply): Record<string, string> => ({
  "content-type": reply.contentType,
  "cache-control": "no-cache",
});

export const openStream = ({ response, reply }: Exchange): FrameWriter =>
  new FrameWriter(response, streamHeaders(reply));

/** Sends the answer as it is meant, one frame each `paceMs`. */
export async function playReply(exchange: Exchange): Promise<void> {
  const { response, reply, paceMs } = exchange;
  if (!reply.stream) {
    if (paceMs > 0) await wait(paceMs);
    sendText(response, 200, reply.body, { "content-type": "application/json" });
    return;
  }
  await playFrames(
    exchange,
    reply.frames.map(({ text }) => text),
  );
}

/** Sends frames and ends the stream, unless the client went away. */
export async function playFrames(exchange: Exchange, frames: readonly string[]): Promise<void> {
  const writer = openStream(exchange);
  for (const frame of frames) {
    if (exchange.paceMs > 0) await wait(exchange.paceMs);
    if (exchange.response.destroyed) return;
    writer.write(frame);
  }
  writer.end();
}
