import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import { isObject, readUsage } from "../../read-usage.ts";
import { dataOf } from "../../sse-frames.ts";
import type { CallToTranslate, StreamTranslation } from "../../translator.ts";
import { readUpstreamError } from "../../upstream-error.ts";
import { listIn, objectIn, parseObject } from "../openai/read-values.ts";
import { messageId, reasoningIn, stopReasonOf, usageBody } from "./read-chat.ts";

/**
 * Chunks of chat/completions as Anthropic's events. The message starts with its first content, and its
 * usage, which OpenAI tells last, comes with the last delta.
 */
export class ChunkStream implements StreamTranslation {
  readonly #call: CallToTranslate;
  #out = "";
  #hasBegun = false;
  #blocks = 0;
  /** The text or thoughts that are being written. */
  #open: { type: "text" | "thinking"; index: number } | null = null;
  /** Blocks of tool calls by OpenAI's index; they stay open, since their fragments may alternate. */
  readonly #tools = new Map<unknown, number>();
  #finish: string | null = null;
  #isDone = false;
  #usage: TokenUsage | undefined;

  constructor(call: CallToTranslate) {
    this.#call = call;
  }

  push(event: Buffer): Buffer | null {
    const data = dataOf(event);
    if (data === null) return null;
    if (data.trim() === "[DONE]") {
      this.#end();
      return this.#take();
    }
    const chunk = parseObject(data);
    if (chunk === null) return event;
    this.#read(chunk);
    return this.#take();
  }

  end(): Buffer | null {
    this.#end();
    return this.#take();
  }

  usage(): TokenUsage | undefined {
    return this.#usage;
  }

  #read(chunk: Record<string, unknown>): void {
    const error = "error" in chunk ? readUpstreamError(chunk) : null;
    if (error !== null) {
      const type = error.type ?? "api_error";
      this.#emit({ type: "error", error: { type, message: error.message, code: error.code } });
      return;
    }
    this.#usage = readUsage(chunk.usage) ?? this.#usage;
    const [choice] = listIn(chunk.choices);
    if (choice === undefined) return;
    const delta = objectIn(choice, "delta") ?? {};
    const text = delta.content ?? delta.refusal;
    this.#say(chunk, "thinking", reasoningIn(delta));
    if (typeof text === "string") this.#say(chunk, "text", text);
    for (const call of listIn(delta.tool_calls)) this.#callTool(chunk, call);
    if (typeof choice.finish_reason !== "string") return;
    this.#begin(chunk);
    this.#finish = stopReasonOf(choice.finish_reason);
  }

  #begin(chunk: Record<string, unknown>): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const id = messageId(this.#call, chunk.id);
    const empty = { stop_reason: null, stop_sequence: null, usage: usageBody(undefined) };
    const message = { id, type: "message", role: "assistant", model: chunk.model, content: [], ...empty };
    this.#emit({ type: "message_start", message });
  }

  #say(chunk: Record<string, unknown>, type: "text" | "thinking", text: string): void {
    if (text === "") return;
    this.#begin(chunk);
    if (this.#open?.type !== type) {
      this.#close();
      this.#open = { type, index: this.#blocks++ };
      const block = type === "text" ? { type, text: "" } : { type, thinking: "", signature: "" };
      this.#emit({ type: "content_block_start", index: this.#open.index, content_block: block });
    }
    const delta = type === "text" ? { type: "text_delta", text } : { type: "thinking_delta", thinking: text };
    this.#emit({ type: "content_block_delta", index: this.#open.index, delta });
  }

  #callTool(chunk: Record<string, unknown>, call: Record<string, unknown>): void {
    this.#begin(chunk);
    const named = isObject(call.function) ? call.function : {};
    let index = this.#tools.get(call.index);
    if (index === undefined) {
      this.#close();
      index = this.#blocks++;
      this.#tools.set(call.index, index);
      const block = { type: "tool_use", id: call.id, name: named.name, input: {} };
      this.#emit({ type: "content_block_start", index, content_block: block });
    }
    if (typeof named.arguments !== "string" || named.arguments === "") return;
    const delta = { type: "input_json_delta", partial_json: named.arguments };
    this.#emit({ type: "content_block_delta", index, delta });
  }

  #close(): void {
    if (this.#open !== null) this.#emit({ type: "content_block_stop", index: this.#open.index });
    this.#open = null;
  }

  /** Only what named its reason to finish has come to its end. */
  #end(): void {
    if (this.#isDone || this.#finish === null) return;
    this.#isDone = true;
    this.#close();
    for (const index of this.#tools.values()) this.#emit({ type: "content_block_stop", index });
    const delta = { stop_reason: this.#finish, stop_sequence: null };
    this.#emit({ type: "message_delta", delta, usage: usageBody(this.#usage) });
    this.#emit({ type: "message_stop" });
  }

  #emit(event: { type: string; [name: string]: unknown }): void {
    this.#out += `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  }

  #take(): Buffer | null {
    if (this.#out === "") return null;
    const out = Buffer.from(this.#out);
    this.#out = "";
    return out;
  }
}
