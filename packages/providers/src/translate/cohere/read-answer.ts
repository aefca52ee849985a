import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import { count, isObject } from "../../read-usage.ts";
import type { CallToTranslate, WholeAnswer } from "../../translator.ts";
import { AnswerStream } from "../openai/answer-stream.ts";
import { asText, listIn, objectIn, parseObject } from "../openai/read-values.ts";
import { type AnsweredCall, type FinishReason, writeChat, writeError } from "../openai/write-answer.ts";

type Finish = FinishReason | { message: string; type: string };

/** ERROR and TIMEOUT end an answer that began well; docs.cohere.com/reference/chat. */
function finishOf(reason: unknown, error: unknown): Finish {
  switch (reason) {
    case "MAX_TOKENS":
      return "length";
    case "TOOL_CALL":
      return "tool_calls";
    case "ERROR":
    case "TIMEOUT": {
      const detail = typeof error === "string" && error !== "" ? ` ${error}` : "";
      return { message: `Cohere ended with ${reason}.${detail}`, type: "api_error" };
    }
    default:
      return "stop";
  }
}

export function readChat(call: CallToTranslate, model: string, bytes: Buffer): WholeAnswer | null {
  const answer = parseObject(bytes);
  const message = answer === null ? undefined : objectIn(answer, "message");
  if (answer === null || message === undefined) return null;
  const usage = readUsageOf(answer.usage);
  const known = usage === undefined ? {} : { usage };
  const finishReason = finishOf(answer.finish_reason, answer.error);
  if (typeof finishReason !== "string") return { body: writeError(finishReason), ...known };
  let text = "";
  let reasoning = typeof message.tool_plan === "string" ? message.tool_plan : "";
  for (const part of listIn(message.content)) {
    if (typeof part.text === "string") text += part.text;
    if (typeof part.thinking === "string") reasoning += part.thinking;
  }
  const id = typeof answer.id === "string" ? answer.id : undefined;
  const toolCalls = listIn(message.tool_calls).map(callOf);
  return { body: writeChat(call, { id, model, text, reasoning, toolCalls, finishReason, usage }), ...known };
}

function callOf(call: Record<string, unknown>): AnsweredCall {
  const named = objectIn(call, "function");
  return {
    id: asText(call.id),
    name: asText(named?.name),
    arguments: typeof named?.arguments === "string" ? named.arguments : "",
  };
}

/** Cohere's events (docs.cohere.com/v2/docs/streaming) as frames of chat/completions. */
export class ChatStream extends AnswerStream {
  readonly #toolIndexes = new Map<unknown, number>();

  protected override read(event: Record<string, unknown>): void {
    const delta = objectIn(event, "delta");
    const message = delta === undefined ? undefined : objectIn(delta, "message");
    switch (event.type) {
      case "message-start":
        this.writer.identify(event.id, undefined);
        break;
      case "content-start":
      case "content-delta":
        this.#content(message?.content);
        break;
      case "tool-plan-delta":
        if (typeof message?.tool_plan === "string") this.writer.reasoning(message.tool_plan);
        break;
      case "tool-call-start":
        this.#startCall(event.index, message?.tool_calls);
        break;
      case "tool-call-delta":
        this.#continueCall(event.index, message?.tool_calls);
        break;
      case "message-end":
        this.#end(delta ?? {});
        break;
      default:
        // Errors come as a bare message.
        if (event.type === undefined && typeof event.message === "string") {
          this.writer.fail({ message: event.message, type: "api_error" });
        }
    }
  }

  #content(content: unknown): void {
    if (!isObject(content)) return;
    if (typeof content.thinking === "string") this.writer.reasoning(content.thinking);
    if (typeof content.text === "string") this.writer.text(content.text);
  }

  #startCall(index: unknown, call: unknown): void {
    if (!isObject(call)) return;
    const position = this.#toolIndexes.size;
    this.#toolIndexes.set(index, position);
    this.writer.toolCall(position, callOf(call));
  }

  #continueCall(index: unknown, call: unknown): void {
    const position = this.#toolIndexes.get(index);
    if (position !== undefined && isObject(call)) this.writer.toolArguments(position, callOf(call).arguments);
  }

  #end(delta: Record<string, unknown>): void {
    this.known = readUsageOf(delta.usage) ?? this.known;
    const finish = finishOf(delta.finish_reason, delta.error);
    if (typeof finish !== "string") {
      this.writer.fail(finish);
      return;
    }
    this.writer.finish(finish);
    this.writer.done(this.known);
  }
}

/** What is billed where Cohere tells it, since costs follow from it; otherwise what the model saw. */
export function readUsageOf(value: unknown): TokenUsage | undefined {
  if (!isObject(value)) return undefined;
  const billed = objectIn(value, "billed_units");
  const seen = objectIn(value, "tokens");
  const usage: TokenUsage = {};
  const input = count(billed?.input_tokens) ?? count(seen?.input_tokens);
  const output = count(billed?.output_tokens) ?? count(seen?.output_tokens);
  const cached = count(value.cached_tokens);
  if (input !== undefined) usage.input = input;
  if (output !== undefined) usage.output = output;
  // Counted among the tokens that were seen, of which fewer may be billed.
  if (cached !== undefined && cached <= (input ?? 0)) usage.cacheRead = cached;
  return Object.keys(usage).length === 0 ? undefined : usage;
}
