import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import { isObject } from "../../read-usage.ts";
import type { CallToTranslate, WholeAnswer } from "../../translator.ts";
import { AnswerStream } from "../openai/answer-stream.ts";
import { asText, type Json, listIn, objectIn, parseObject } from "../openai/read-values.ts";
import {
  type AnsweredCall,
  type FinishReason,
  writeChat,
  writeCompletion,
  writeError,
} from "../openai/write-answer.ts";

export function readWhole(call: CallToTranslate, bytes: Buffer): WholeAnswer | null {
  const answer = parseObject(bytes);
  if (answer === null) return null;
  if (typeof answer.error === "string")
    return { body: writeError({ message: answer.error, type: "api_error" }) };
  const said = saidIn(answer);
  if (said === null || answer.done !== true) return null;
  const usage = usageOf(answer);
  const model = typeof answer.model === "string" ? answer.model : "";
  const toolCalls = said.calls.map((entry, index) => callOf(call, entry, index));
  const finishReason = finishOf(answer.done_reason, toolCalls.length);
  const common = { id: undefined, model, text: said.text, finishReason, usage };
  const body =
    call.operation === "chat"
      ? writeChat(call, { ...common, reasoning: said.thinking, toolCalls })
      : writeCompletion(call, common);
  return usage === undefined ? { body } : { body, usage };
}

interface Said {
  text: string;
  thinking: string;
  calls: Record<string, unknown>[];
}

/** A line of /api/chat has a message, one of /api/generate a response; null when it has neither. */
function saidIn(line: Json): Said | null {
  const message = objectIn(line, "message");
  const text = message === undefined ? line.response : message.content;
  const thinking = message === undefined ? line.thinking : message.thinking;
  if (message === undefined && typeof text !== "string") return null;
  return {
    text: typeof text === "string" ? text : "",
    thinking: typeof thinking === "string" ? thinking : "",
    calls: listIn(message?.tool_calls),
  };
}

function callOf(call: CallToTranslate, entry: Json, index: number): AnsweredCall {
  const named = objectIn(entry, "function");
  return {
    id: typeof entry.id === "string" && entry.id !== "" ? entry.id : `call_${call.requestId}_${index}`,
    name: asText(named?.name),
    arguments: JSON.stringify(isObject(named?.arguments) ? named.arguments : {}),
  };
}

function finishOf(reason: unknown, calls: number): FinishReason {
  if (reason === "length") return "length";
  return calls > 0 ? "tool_calls" : "stop";
}

function usageOf(line: Json): TokenUsage | undefined {
  const usage: TokenUsage = {};
  if (typeof line.prompt_eval_count === "number") usage.input = line.prompt_eval_count;
  if (typeof line.eval_count === "number") usage.output = line.eval_count;
  return Object.keys(usage).length === 0 ? undefined : usage;
}

/** Lines of JSON as frames of chat/completions or completions. */
export class LineStream extends AnswerStream {
  readonly #call: CallToTranslate;
  #calls = 0;

  constructor(call: CallToTranslate, model: string) {
    super(call, model);
    this.#call = call;
  }

  override push(line: Buffer): Buffer | null {
    const text = line.toString("utf8").trim();
    return text === "" ? null : this.readText(text, Buffer.from(`data: ${text}\n\n`));
  }

  protected override read(line: Json): void {
    if (typeof line.error === "string") {
      this.writer.fail({ message: line.error, type: "api_error" });
      return;
    }
    this.writer.identify(undefined, line.model);
    const said = saidIn(line);
    if (said !== null) {
      this.writer.reasoning(said.thinking);
      this.writer.text(said.text);
      for (const entry of said.calls) {
        this.writer.toolCall(this.#calls, callOf(this.#call, entry, this.#calls));
        this.#calls += 1;
      }
    }
    if (line.done !== true) return;
    this.known = usageOf(line);
    this.writer.finish(finishOf(line.done_reason, this.#calls));
    this.writer.done(this.known);
  }
}
