import { isRecord, parseJson } from "../http/json.ts";
import type { Fault } from "./fault.ts";
import { sendGzip } from "./refuse.ts";
import {
  type Exchange,
  type Frame,
  openStream,
  playFrames,
  playReply,
  streamHeaders,
  wait,
} from "./reply.ts";

/** Sends the frames that `change` makes of the planned ones; not streamed, the plain answer. */
const bent = (
  change: (frames: readonly Frame[], parameter: number) => readonly string[],
  fallback = 0,
): Fault => ({
  phase: "harmless",
  fallback,
  play: (exchange, parameter) =>
    exchange.reply.stream
      ? playFrames(exchange, change(exchange.reply.frames, parameter))
      : playReply(exchange),
});

const texts = (frames: readonly Frame[]): string[] => frames.map(({ text }) => text);

const without = (frames: readonly Frame[], kind: Frame["kind"]): Frame[] =>
  frames.filter((frame) => frame.kind !== kind);

const usageKeys = ["usage", "usageMetadata"];

/** The text of an event or a body without what it says of tokens. */
function stripUsage(text: string): string {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (!isRecord(value)) return value;
    const kept = Object.entries(value).filter(([key]) => !usageKeys.includes(key));
    return Object.fromEntries(kept.map(([key, part]) => [key, strip(part)]));
  };
  return text
    .split("\n")
    .map((line) => {
      const prefix = line.startsWith("data: ") ? "data: " : "";
      const parsed = parseJson(line.slice(prefix.length));
      return parsed !== null && isRecord(parsed.value) ? prefix + JSON.stringify(strip(parsed.value)) : line;
    })
    .join("\n");
}

function usageWithChoices(frames: readonly Frame[]): string[] {
  const usage = frames
    .find(({ kind }) => kind === "usage")
    ?.text.replace(/^data: /, "")
    .trim();
  const parsed = usage === undefined ? null : parseJson(usage);
  const value = parsed !== null && isRecord(parsed.value) ? JSON.stringify(parsed.value["usage"]) : null;
  return without(frames, "usage").map(({ kind, text }) =>
    kind === "finish" && value !== null ? text.replace(/\}\n\n$/, `,"usage":${value}}\n\n`) : text,
  );
}

/** An event whose JSON lies on several data lines: white space between tokens of JSON is free. */
function multiLine(text: string): string {
  const parsed = parseJson(text.replace(/^data: /, "").trim());
  if (parsed === null || !text.startsWith("data: ")) return text;
  return `${JSON.stringify(parsed.value, null, 1)
    .split("\n")
    .map((line) => `data: ${line}`)
    .join("\n")}\n\n`;
}

async function drip(exchange: Exchange, ms: number, bytesOf: (text: string) => Buffer[]): Promise<void> {
  const { response, reply } = exchange;
  const text = reply.stream ? texts(reply.frames) : [reply.body];
  response.writeHead(200, reply.stream ? streamHeaders(reply) : { "content-type": "application/json" });
  for (const part of text.flatMap(bytesOf)) {
    if (response.destroyed) return;
    response.write(part);
    await (ms > 0 ? wait(ms) : new Promise((resolve) => setImmediate(resolve)));
  }
  response.end();
}

const eachByte = (text: string): Buffer[] => Array.from(Buffer.from(text), (byte) => Buffer.of(byte));

/** Cuts at the first byte that continues a character, so that the character arrives in halves. */
function atCharacter(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const at = bytes.findIndex((byte) => (byte & 0xc0) === 0x80);
  const cut = at > 0 ? at : bytes.length >> 1;
  return [bytes.subarray(0, cut), bytes.subarray(cut)];
}

async function sendWithLateUsage(exchange: Exchange, ms: number): Promise<void> {
  if (!exchange.reply.stream) return playReply(exchange);
  const writer = openStream(exchange);
  for (const { kind, text } of exchange.reply.frames) {
    await wait(kind === "usage" ? ms : exchange.paceMs);
    if (exchange.response.destroyed) return;
    writer.write(text);
  }
  writer.end();
}

/** Unusual, and nothing is wrong. */
export const oddities: Readonly<Record<string, Fault>> = {
  "slow-drip": { phase: "harmless", fallback: 1, play: (exchange, ms) => drip(exchange, ms, eachByte) },
  "split-utf8": { phase: "harmless", fallback: 1, play: (exchange, ms) => drip(exchange, ms, atCharacter) },
  "missing-usage": {
    phase: "harmless",
    fallback: 0,
    play: (exchange) => {
      const { reply } = exchange;
      const frames = without(reply.frames, "usage").map(({ kind, text }) => ({
        kind,
        text: stripUsage(text),
      }));
      return playReply({ ...exchange, reply: { ...reply, frames, body: stripUsage(reply.body) } });
    },
  },
  "late-usage": { phase: "harmless", fallback: 200, play: sendWithLateUsage },
  "usage-after-done": bent((frames) => [
    ...texts(without(frames, "usage")),
    ...texts(frames.filter(({ kind }) => kind === "usage")),
  ]),
  "usage-with-choices": bent(usageWithChoices),
  "duplicate-done": bent((frames) => [
    ...texts(frames),
    ...texts(frames.filter(({ kind }) => kind === "done")),
  ]),
  "no-done": bent((frames) => texts(without(frames, "done"))),
  crlf: bent((frames) => texts(frames).map((text) => text.replaceAll("\n", "\r\n"))),
  "multi-line": bent((frames) => texts(frames).map(multiLine)),
  comments: bent((frames) => texts(frames).map((text) => `: keep-alive\n\n${text}`)),
  "one-write": bent((frames) => [texts(frames).join("")]),
  /** A comment of n KiB goes before the answer: it has to be read, and means nothing. */
  "giant-comment": bent((frames, kib) => [`: ${"x".repeat(kib * 1_024)}\n\n`, ...texts(frames)], 1_024),
  /** One event of n KiB: white space between the tokens of its JSON. */
  "giant-frame": bent((frames, kib) => {
    const place = frames.findIndex(({ kind }) => kind === "piece");
    const space = " ".repeat(kib * 1_024);
    return texts(frames).map((text, at) => (at === place ? text.replace("{", `{${space}`) : text));
  }, 1_024),
  gzip: { phase: "harmless", fallback: 0, play: sendGzip },
  /** The connection closes after a whole answer, without having said so. */
  "close-idle": {
    phase: "harmless",
    fallback: 0,
    play: async (exchange) => {
      const { socket } = exchange.response;
      exchange.response.once("finish", () => setTimeout(() => socket?.destroy(), 1).unref());
      await playReply(exchange);
    },
  },
};
