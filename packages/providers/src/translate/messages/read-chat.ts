import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import { readUsage } from "../../read-usage.ts";
import type { CallToTranslate, WholeAnswer } from "../../translator.ts";
import { listIn, objectIn, parseObject } from "../openai/read-values.ts";
import { toBytes } from "../openai/write-answer.ts";

export function stopReasonOf(finish: unknown): string {
  switch (finish) {
    case "length":
      return "max_tokens";
    case "tool_calls":
    case "function_call":
      return "tool_use";
    case "content_filter":
      return "refusal";
    default:
      return "end_turn";
  }
}

/** Anthropic counts what was read from caches beside the input. Its clients expect a number: 0 where unknown. */
export function usageBody(usage: TokenUsage | undefined): Record<string, unknown> {
  const cached = usage?.cacheRead ?? 0;
  return {
    input_tokens: Math.max(0, (usage?.input ?? 0) - cached),
    output_tokens: usage?.output ?? 0,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: 0,
  };
}

export function messageId(call: CallToTranslate, id: unknown): string {
  return typeof id === "string" && id !== "" ? id : `msg_${call.requestId}`;
}

/** What a model thought, under either name that servers give it. */
export function reasoningIn(message: Record<string, unknown>): string {
  const text = message.reasoning_content ?? message.reasoning;
  return typeof text === "string" ? text : "";
}

/** A chat completion as a Message; null when the bytes are none, or a call's arguments are no JSON. */
export function readChatAnswer(call: CallToTranslate, bytes: Buffer): WholeAnswer | null {
  const answer = parseObject(bytes);
  if (answer === null) return null;
  if (answer.error !== undefined && answer.error !== null) return { body: bytes };
  const [choice] = listIn(answer.choices);
  const message = choice === undefined ? undefined : objectIn(choice, "message");
  if (choice === undefined || message === undefined) return null;
  const content: Record<string, unknown>[] = [];
  const thinking = reasoningIn(message);
  if (thinking !== "") content.push({ type: "thinking", thinking, signature: "" });
  const text = message.content ?? message.refusal;
  if (typeof text === "string" && text !== "") content.push({ type: "text", text, citations: null });
  for (const entry of listIn(message.tool_calls)) {
    const named = objectIn(entry, "function");
    const written = named?.arguments;
    const input = typeof written !== "string" || written === "" ? {} : parseObject(written);
    if (input === null) return null;
    content.push({ type: "tool_use", id: entry.id, name: named?.name, input });
  }
  const usage = readUsage(answer.usage);
  const body = toBytes({
    id: messageId(call, answer.id),
    type: "message",
    role: "assistant",
    model: answer.model,
    content,
    stop_reason: stopReasonOf(choice.finish_reason),
    stop_sequence: null,
    usage: usageBody(usage),
  });
  return usage === undefined ? { body } : { body, usage };
}
