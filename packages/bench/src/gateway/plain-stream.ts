import type { Socket } from "node:net";
import { upstreamModel } from "./payload.ts";

export const frameGapMs = 20;

const head =
  "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n";

interface Stream {
  socket: Socket;
  next: number;
  tokens: number;
  dueMs: number;
}

/**
 * Numbered frames at 50 a second, ready-made and shared by all streams. Every stream keeps the pace from its
 * own first frame on, as the streams of several engines do: they are not all written in one moment.
 */
export class PlainStreams {
  readonly #frames: Buffer[] = [];
  readonly #running = new Set<Stream>();
  #timer: NodeJS.Timeout | undefined;

  /** Writes the head and the first frame at once. */
  begin(socket: Socket, tokens: number): void {
    const first = [Buffer.from(head), chunkOf({ role: "assistant", content: "" }), this.#frame(0)];
    socket.write(Buffer.concat(first));
    const stream = { socket, next: 1, tokens, dueMs: performance.now() + frameGapMs };
    this.#running.add(stream);
    socket.once("close", () => this.#running.delete(stream));
    this.#timer ??= setInterval(() => this.#tick(), 1);
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const stream of this.#running) {
      while (stream.dueMs <= nowMs && this.#running.has(stream)) this.#step(stream);
    }
    if (this.#running.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #step(stream: Stream): void {
    stream.dueMs += frameGapMs;
    if (stream.next < stream.tokens) {
      stream.socket.write(this.#frame(stream.next));
      stream.next += 1;
      return;
    }
    this.#running.delete(stream);
    stream.socket.write(endOf(stream.tokens));
  }

  #frame(number: number): Buffer {
    this.#frames[number] ??= chunkOf({ content: ` #${number}` });
    return this.#frames[number];
  }
}

function chunkOf(delta: object, finish: string | null = null): Buffer {
  return httpChunk(eventOf({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] }));
}

/** The reason, the usage and the mark of the end, as vLLM sends them; then the connection is free again. */
function endOf(tokens: number): Buffer {
  const usage = { prompt_tokens: 275, total_tokens: 275 + tokens, completion_tokens: tokens };
  const last = [
    httpChunk(eventOf({ choices: [], usage })),
    httpChunk("data: [DONE]\n\n"),
    Buffer.from("0\r\n\r\n"),
  ];
  return Buffer.concat([chunkOf({}, "stop"), ...last]);
}

function eventOf(members: object): string {
  const id = "chatcmpl-00000000000000000000000000000001";
  const event = {
    id,
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model: upstreamModel,
    ...members,
  };
  return `data: ${JSON.stringify(event)}\n\n`;
}

function httpChunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}
