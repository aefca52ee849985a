import type { FrameWriter } from "../http/send.ts";
import type { Fault } from "./fault.ts";
import { type Exchange, openStream, wait } from "./reply.ts";

/** Sends the first `count` frames that carry tokens, and what goes before them. */
async function playFirst(exchange: Exchange, count: number): Promise<FrameWriter> {
  const writer = openStream(exchange);
  let pieces = 0;
  for (const { kind, text } of exchange.reply.frames) {
    if (kind === "piece") pieces += 1;
    if (pieces > count || (kind !== "open" && kind !== "piece")) break;
    if (exchange.paceMs > 0) await wait(exchange.paceMs);
    writer.write(text);
  }
  return writer;
}

/** The head promises the whole body, half of it is sent. */
async function playHalf({ response, reply, paceMs }: Exchange): Promise<void> {
  const bytes = Buffer.from(reply.body);
  response.writeHead(200, { "content-type": "application/json", "content-length": String(bytes.length) });
  response.write(bytes.subarray(0, bytes.length >> 1));
  await wait(Math.max(paceMs, 5));
}

const playSome = async (exchange: Exchange, count: number): Promise<FrameWriter | null> => {
  if (exchange.reply.stream) return playFirst(exchange, count);
  await playHalf(exchange);
  return null;
};

const midStream = (play: Fault["play"], fallback = 3): Fault => ({
  phase: "after-first-frame",
  fallback,
  play,
});

/** The answer begins well. */
export const breaks: Readonly<Record<string, Fault>> = {
  "cut-after": midStream(async (exchange, count) => {
    await playSome(exchange, count);
    exchange.response.socket?.destroy();
  }),
  "reset-after": midStream(async (exchange, count) => {
    await playSome(exchange, count);
    exchange.response.socket?.resetAndDestroy();
  }),
  "stall-after": midStream(async (exchange, count) => {
    await playSome(exchange, count);
  }),
  /** Ends as HTTP means it, long before the answer does. */
  "end-after": midStream(async (exchange, count) => {
    const writer = await playSome(exchange, count);
    if (writer === null) exchange.response.socket?.destroy();
    else writer.end();
  }),
  "error-after": midStream(async (exchange, count) => {
    const writer = await playSome(exchange, count);
    if (writer === null) return void exchange.response.socket?.destroy();
    writer.write(exchange.reply.errorFrame);
    const done = exchange.reply.frames.find(({ kind }) => kind === "done");
    if (done !== undefined && done.text !== "") writer.write(done.text);
    writer.end();
  }),
  "bad-json-after": midStream(async (exchange, count) => {
    const { reply, response } = exchange;
    if (!reply.stream) {
      const broken = reply.body.slice(0, reply.body.length >> 1);
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(broken)),
      });
      return void response.end(broken);
    }
    const writer = await playFirst(exchange, count);
    const next = reply.frames.filter(({ kind }) => kind === "piece")[count] ?? reply.frames.at(-1);
    const text = next?.text ?? "{}\n\n";
    writer.write(`${text.trimEnd().slice(0, -12)}\n\n`);
    const rest = reply.frames.filter(({ kind }) => kind !== "piece" && kind !== "open");
    for (const frame of rest) writer.write(frame.text);
    writer.end();
  }),
  /** The head promises n more bytes than come before the connection closes. */
  "long-length": midStream((exchange, bytes) => sendWithLength(exchange, bytes), 100),
  /** The head promises n bytes fewer than come. */
  "short-length": midStream((exchange, bytes) => sendWithLength(exchange, -bytes), 20),
};

function sendWithLength({ response, reply }: Exchange, excess: number): void {
  const text = reply.stream ? reply.frames.map((frame) => frame.text).join("") : reply.body;
  response.socket?.end(
    `HTTP/1.1 200 OK\r\ncontent-type: ${reply.stream ? reply.contentType : "application/json"}\r\n` +
      `content-length: ${Buffer.byteLength(text) + excess}\r\n\r\n${text}`,
  );
}
