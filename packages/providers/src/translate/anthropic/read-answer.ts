import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import { isObject, mergeUsage, readUsage } from "../../read-usage.ts";
import type { CallToTranslate, WholeAnswer } from "../../translator.ts";
import { AnswerStream } from "../openai/answer-stream.ts";
import { asText, listIn, objectIn, parseObject } from "../openai/read-values.ts";
import { type AnsweredCall, type FinishReason, writeChat } from "../openai/write-answer.ts";

/** platform.claude.com/docs/en/build-with-claude/handling-stop-reasons */
function finishOf(reason: unknown): FinishReason {
  switch (reason) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool_calls";
    case "refusal":
      return "content_filter";
    default:
      return "stop";
  }
}

/** A Message as a chat completion; null when the bytes are none. */
export function readMessage(call: CallToTranslate, bytes: Buffer): WholeAnswer | null {
  const message = parseObject(bytes);
  if (message?.type === "error") return { body: bytes };
  if (message === null || !Array.isArray(message.content)) return null;
  let text = "";
  let reasoning = "";
  const toolCalls: AnsweredCall[] = [];
  for (const block of listIn(message.content)) {
    if (block.type === "text" && typeof block.text === "string") text += block.text;
    else if (block.type === "thinking" && typeof block.thinking === "string") reasoning += block.thinking;
    else if (block.type === "tool_use") toolCalls.push(callOf(block));
  }
  const usage = readUsage(message.usage);
  const id = typeof message.id === "string" ? message.id : undefined;
  const model = typeof message.model === "string" ? message.model : "";
  const explanation = objectIn(message, "stop_details")?.explanation;
  const finishReason = finishOf(message.stop_reason);
  const body = writeChat(call, {
    id,
    model,
    text,
    reasoning,
    toolCalls,
    usage,
    finishReason,
    ...(typeof explanation === "string" ? { refusal: explanation } : {}),
  });
  return usage === undefined ? { body } : { body, usage };
}

function callOf(block: Record<string, unknown>): AnsweredCall {
  return {
    id: asText(block.id),
    name: asText(block.name),
    arguments: JSON.stringify(block.input ?? {}),
  };
}

/** The named events of platform.claude.com/docs/en/build-with-claude/streaming as frames of chat/completions. */
export class MessageStream extends AnswerStream {
  #counts: unknown;
  /** Which tool call a content block is, by the block's index. */
  readonly #toolIndexes = new Map<unknown, number>();
  /** Of blocks whose input came whole with their start. */
  readonly #startInputs = new Map<unknown, string>();

  override usage(): TokenUsage | undefined {
    return readUsage(this.#counts);
  }

  protected override read(event: Record<string, unknown>): void {
    switch (event.type) {
      case "message_start": {
        const message = objectIn(event, "message");
        this.writer.identify(message?.id, message?.model);
        this.#counts = mergeUsage(this.#counts, message?.usage);
        break;
      }
      case "content_block_start":
        this.#startBlock(event.index, objectIn(event, "content_block") ?? {});
        break;
      case "content_block_delta":
        this.#continueBlock(event.index, objectIn(event, "delta") ?? {});
        break;
      case "content_block_stop":
        this.#endBlock(event.index);
        break;
      case "message_delta":
        this.#readDelta(event);
        break;
      case "message_stop":
        this.writer.finish("stop");
        this.writer.done(this.usage());
        break;
      case "error": {
        const error = objectIn(event, "error");
        this.writer.fail({
          message: asText(error?.message, "The upstream reported an error."),
          type: asText(error?.type, "api_error"),
        });
      }
    }
  }

  #readDelta(event: Record<string, unknown>): void {
    this.#counts = mergeUsage(this.#counts, event.usage);
    const delta = objectIn(event, "delta");
    if (typeof delta?.stop_reason !== "string") return;
    const details = isObject(delta.stop_details) ? delta.stop_details : undefined;
    if (typeof details?.explanation === "string") this.writer.refusal(details.explanation);
    this.writer.finish(finishOf(delta.stop_reason));
  }

  #startBlock(index: unknown, block: Record<string, unknown>): void {
    if (block.type === "text" && typeof block.text === "string") this.writer.text(block.text);
    if (block.type === "thinking" && typeof block.thinking === "string")
      this.writer.reasoning(block.thinking);
    if (block.type !== "tool_use") return;
    const position = this.#toolIndexes.size;
    this.#toolIndexes.set(index, position);
    this.#startInputs.set(index, JSON.stringify(block.input ?? {}));
    this.writer.toolCall(position, { ...callOf(block), arguments: "" });
  }

  #continueBlock(index: unknown, delta: Record<string, unknown>): void {
    if (delta.type === "text_delta" && typeof delta.text === "string") this.writer.text(delta.text);
    else if (delta.type === "thinking_delta" && typeof delta.thinking === "string") {
      this.writer.reasoning(delta.thinking);
    } else if (delta.type === "input_json_delta" && typeof delta.partial_json === "string") {
      const position = this.#toolIndexes.get(index);
      if (position === undefined || delta.partial_json === "") return;
      this.#startInputs.delete(index);
      this.writer.toolArguments(position, delta.partial_json);
    }
  }

  /** A call without arguments has no fragments; its start says `{}`. */
  #endBlock(index: unknown): void {
    const position = this.#toolIndexes.get(index);
    const input = this.#startInputs.get(index);
    if (position !== undefined && input !== undefined) this.writer.toolArguments(position, input);
    this.#startInputs.delete(index);
  }
}
