import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import type { CallToTranslate } from "../../translator.ts";
import {
  type AnsweredCall,
  answerId,
  type FinishReason,
  toolCallBody,
  usageBody,
  writeError,
} from "./write-answer.ts";

/**
 * The frames of an answer in OpenAI's dialect. It writes the first frame only when there is something to
 * say, so that a failure before that can still be answered by another upstream.
 */
export class ChunkWriter {
  readonly #call: CallToTranslate;
  #id: string | undefined;
  #model: string;
  #hasBegun = false;
  #finished: FinishReason | null = null;
  #isDone = false;
  #out = "";

  constructor(call: CallToTranslate, model: string) {
    this.#call = call;
    this.#model = model;
  }

  get finished(): FinishReason | null {
    return this.#finished;
  }

  identify(id: unknown, model: unknown): void {
    if (this.#hasBegun) return;
    if (typeof id === "string") this.#id = id;
    if (typeof model === "string" && model !== "") this.#model = model;
  }

  text(text: string): void {
    if (text !== "") this.#delta({ content: text });
  }

  reasoning(text: string): void {
    if (text !== "") this.#delta({ reasoning_content: text });
  }

  refusal(text: string): void {
    if (text !== "") this.#delta({ refusal: text });
  }

  /** The first frame of a tool call, with as much of its arguments as there is. */
  toolCall(index: number, call: AnsweredCall): void {
    this.#delta({ tool_calls: [{ index, ...toolCallBody(call) }] });
  }

  toolArguments(index: number, text: string): void {
    if (text !== "") this.#delta({ tool_calls: [{ index, function: { arguments: text } }] });
  }

  finish(reason: FinishReason): void {
    if (this.#finished !== null) return;
    this.#finished = reason;
    this.#choice({}, reason);
  }

  fail(error: { message: string; type: string; code?: string | number }): void {
    this.#out += `data: ${writeError(error).toString("utf8")}\n\n`;
  }

  /** The usage, if it was asked for and is known, and the end. Only once, and only after a finish. */
  done(usage: TokenUsage | undefined): void {
    if (this.#isDone || this.#finished === null) return;
    this.#isDone = true;
    const body = this.#call.wantsUsage ? usageBody(usage) : undefined;
    if (body !== undefined) this.#frame({ choices: [], usage: body });
    this.#out += "data: [DONE]\n\n";
  }

  take(): Buffer | null {
    if (this.#out === "") return null;
    const out = Buffer.from(this.#out);
    this.#out = "";
    return out;
  }

  #delta(delta: Record<string, unknown>): void {
    this.#choice(delta, null);
  }

  #choice(delta: Record<string, unknown>, finishReason: FinishReason | null): void {
    const first = this.#hasBegun ? {} : { role: "assistant" };
    this.#hasBegun = true;
    const isChat = this.#call.operation === "chat";
    const content = isChat ? { delta: { ...first, ...delta } } : { text: delta.content ?? "" };
    this.#frame({ choices: [{ index: 0, ...content, logprobs: null, finish_reason: finishReason }] });
  }

  #frame(members: Record<string, unknown>): void {
    const frame = {
      id: answerId(this.#call, this.#id),
      object: this.#call.operation === "chat" ? "chat.completion.chunk" : "text_completion",
      created: this.#call.createdAt,
      model: this.#model,
      ...members,
    };
    this.#out += `data: ${JSON.stringify(frame)}\n\n`;
  }
}
