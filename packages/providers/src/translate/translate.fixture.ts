import type { ReplicaKind } from "@plumbline/contracts/gateway-config";
import { replicaConfig } from "@plumbline/contracts/gateway-config";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { createNdjsonFrames } from "../ndjson-frames.ts";
import { createSseFrames } from "../sse-frames.ts";
import type { CallToTranslate, Translation } from "../translator.ts";
import { translators } from "./table.ts";

function replicaOf(kind: ReplicaKind, more: Partial<Replica> = {}): Replica {
  const config = replicaConfig.parse({ url: "http://upstream.test", kind });
  return { ...config, id: `pool/${kind}`, name: kind, model: "real-model", ...more };
}

function callOf(body: Record<string, unknown>, more: Partial<CallToTranslate> = {}): CallToTranslate {
  return {
    operation: "chat",
    body: { model: "asked-for", ...body },
    stream: false,
    requestId: "req-1",
    createdAt: 1_700_000_000,
    wantsUsage: false,
    ...more,
  };
}

export function translate(
  kind: ReplicaKind,
  body: Record<string, unknown>,
  more: Partial<CallToTranslate> = {},
  replica: Partial<Replica> = {},
): Translation {
  const own = translators[kind];
  if (own === undefined) throw new TypeError(`No translator for ${kind}.`);
  return own(callOf(body, more), replicaOf(kind, replica));
}

export function requestOf(translation: Translation): Record<string, unknown> {
  return JSON.parse(translation.body.toString("utf8"));
}

/** A whole answer, as the client gets it. */
export function wholeOf(translation: Translation, answer: unknown): Record<string, unknown> | null {
  const whole = translation.whole(Buffer.from(JSON.stringify(answer)));
  return whole === null ? null : JSON.parse(whole.body.toString("utf8"));
}

/** What the client gets of a stream that comes in these pieces. */
export function streamText(translation: Translation, pieces: readonly Buffer[]): string {
  const frames = translation.framing === "ndjson" ? createNdjsonFrames() : createSseFrames();
  const stream = translation.stream();
  let text = "";
  const sink = (event: Buffer): void => {
    text += stream.push(event)?.toString("utf8") ?? "";
  };
  for (const piece of pieces) frames.push(piece, sink);
  frames.flush(sink);
  return text + (stream.end()?.toString("utf8") ?? "");
}

/** The same in one piece, as parsed frames; the end is the text "[DONE]". */
export function framesOf(translation: Translation, bytes: string): unknown[] {
  return parseFrames(streamText(translation, [Buffer.from(bytes)]));
}

function parseFrames(text: string): unknown[] {
  return text
    .split("\n\n")
    .filter((frame) => frame !== "")
    .map((frame) => frame.replace(/^data: /, ""))
    .map((data): unknown => (data === "[DONE]" ? data : JSON.parse(data)));
}

/** Every way to cut the bytes in two, and one byte at a time: each must give the same text. */
export function textsOfEveryCut(make: () => Translation, bytes: string): Set<string> {
  const whole = Buffer.from(bytes);
  const texts = new Set<string>();
  for (let at = 0; at <= whole.length; at++) {
    texts.add(streamText(make(), [whole.subarray(0, at), whole.subarray(at)]));
  }
  texts.add(
    streamText(
      make(),
      Array.from(whole, (_byte, at) => whole.subarray(at, at + 1)),
    ),
  );
  return texts;
}

/** Deltas of all frames put together, as a client would. */
export function collected(frames: readonly unknown[]): {
  text: string;
  reasoning: string;
  toolCalls: { id: string; name: string; arguments: string }[];
  finish: string | null;
} {
  const found: ReturnType<typeof collected> = { text: "", reasoning: "", toolCalls: [], finish: null };
  for (const frame of frames) {
    if (frame === "[DONE]") continue;
    const { choices } = frame as { choices: Choice[] };
    for (const { delta, finish_reason: finish } of choices) {
      found.text += delta.content ?? "";
      found.reasoning += delta.reasoning_content ?? "";
      found.finish = finish ?? found.finish;
      for (const call of delta.tool_calls ?? []) {
        const entry = (found.toolCalls[call.index] ??= { id: "", name: "", arguments: "" });
        entry.id ||= call.id ?? "";
        entry.name ||= call.function.name ?? "";
        entry.arguments += call.function.arguments ?? "";
      }
    }
  }
  return found;
}

interface Choice {
  delta: {
    content?: string;
    reasoning_content?: string;
    tool_calls?: { index: number; id?: string; function: { name?: string; arguments?: string } }[];
  };
  finish_reason: string | null;
}

export const sse = (...events: unknown[]): string =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");

/** Named events, as Anthropic and Cohere send them. */
export const namedSse = (...events: { type: string; [name: string]: unknown }[]): string =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");

export const hi = [{ role: "user", content: "Hi" }];

export const weatherTool = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather at a place",
    parameters: {
      type: "object",
      properties: { location: { type: "string" } },
      required: ["location"],
    },
  },
};

/** A user asks, two tools are called, and both have answered. */
export const toolTurn = [
  { role: "user", content: "Weather in Paris and Rome?" },
  {
    role: "assistant",
    content: null,
    tool_calls: [
      {
        id: "call_1",
        type: "function",
        function: { name: "get_weather", arguments: '{"location":"Paris"}' },
      },
      { id: "call_2", type: "function", function: { name: "get_weather", arguments: '{"location":"Rome"}' } },
    ],
  },
  { role: "tool", tool_call_id: "call_1", content: "15 °C" },
  { role: "tool", tool_call_id: "call_2", content: '{"degrees":21}' },
];

export const pixel = "iVBORw0KGgo=";
