import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import type { CallToTranslate } from "../../translator.ts";

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter";

export interface AnsweredCall {
  id: string;
  name: string;
  /** JSON text. */
  arguments: string;
  /** Google's mark, which the client has to send back with the call. */
  signature?: string;
}

interface ChatAnswer {
  id: string | undefined;
  model: string;
  text: string;
  reasoning: string;
  toolCalls: readonly AnsweredCall[];
  finishReason: FinishReason;
  usage: TokenUsage | undefined;
  refusal?: string;
}

export function answerId(call: CallToTranslate, upstreamId: unknown): string {
  if (typeof upstreamId === "string" && upstreamId !== "") return upstreamId;
  return `${call.operation === "completions" ? "cmpl" : "chatcmpl"}-${call.requestId}`;
}

/** A whole answer of chat/completions. */
export function writeChat(call: CallToTranslate, answer: ChatAnswer): Buffer {
  const { text, reasoning, toolCalls } = answer;
  const message: Record<string, unknown> = {
    role: "assistant",
    content: text === "" && toolCalls.length > 0 ? null : text,
    refusal: answer.refusal ?? null,
  };
  if (reasoning !== "") message.reasoning_content = reasoning;
  if (toolCalls.length > 0) message.tool_calls = toolCalls.map((entry) => toolCallBody(entry));
  return toBytes({
    id: answerId(call, answer.id),
    object: "chat.completion",
    created: call.createdAt,
    model: answer.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finishReason }],
    ...usageMember(answer.usage),
  });
}

/** A whole answer of the older completions. */
export function writeCompletion(
  call: CallToTranslate,
  answer: Pick<ChatAnswer, "id" | "model" | "text" | "finishReason" | "usage">,
): Buffer {
  return toBytes({
    id: answerId(call, answer.id),
    object: "text_completion",
    created: call.createdAt,
    model: answer.model,
    choices: [{ index: 0, text: answer.text, logprobs: null, finish_reason: answer.finishReason }],
    ...usageMember(answer.usage),
  });
}

/** What an upstream reported inside an answer that began well; read as a failure, not as an answer. */
export function writeError(error: { message: string; type: string; code?: string | number }): Buffer {
  const { message, type, code } = error;
  return toBytes({ error: { message, type, param: null, code: code ?? type } });
}

export function toolCallBody(call: AnsweredCall): Record<string, unknown> {
  const body: Record<string, unknown> = {
    id: call.id,
    type: "function",
    function: { name: call.name, arguments: call.arguments },
  };
  if (call.signature !== undefined) {
    body.extra_content = { google: { thought_signature: call.signature } };
  }
  return body;
}

/** Undefined when either side is unknown: OpenAI's clients take what is missing for a number. */
export function usageBody(usage: TokenUsage | undefined): Record<string, unknown> | undefined {
  if (usage?.input === undefined || usage.output === undefined) return undefined;
  const { input, output } = usage;
  const body: Record<string, unknown> = {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
  };
  if (usage.cacheRead !== undefined) body.prompt_tokens_details = { cached_tokens: usage.cacheRead };
  if (usage.reasoning !== undefined) body.completion_tokens_details = { reasoning_tokens: usage.reasoning };
  return body;
}

function usageMember(usage: TokenUsage | undefined): Record<string, unknown> {
  const body = usageBody(usage);
  return body === undefined ? {} : { usage: body };
}

export function toBytes(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body));
}
