import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallToTranslate, Translate, WholeAnswer } from "../../translator.ts";
import { targetOf } from "../../upstream-target.ts";
import { AnswerStream } from "../openai/answer-stream.ts";
import { checkFields, fieldRules } from "../openai/check-fields.ts";
import { promptOf, readPrompt, turnStop } from "../openai/prompts.ts";
import { readFormat } from "../openai/read-tools.ts";
import {
  type Json,
  maxTokensIn,
  numberIn,
  objectIn,
  parseObject,
  present,
  stopsIn,
} from "../openai/read-values.ts";
import { type FinishReason, toBytes, writeChat, writeCompletion } from "../openai/write-answer.ts";
import { refuse } from "../refuse.ts";

const rules = fieldRules("TGI's /generate", [
  "messages",
  "prompt",
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "repetition_penalty",
  "frequency_penalty",
  "stop",
  "seed",
  "response_format",
]);

/** TGI stops after 100 tokens by default, where OpenAI goes on; this is as far as a call without a limit goes. */
const defaultMaxTokens = 1_024;

/**
 * chat/completions and completions to text-generation-inference's own /generate and /generate_stream, as
 * its docs/openapi.json describes them. A conversation becomes plain text (see `promptOf`); tools and images
 * are refused. Without a limit an answer ends at the replica's `max_output_tokens`, or at 1,024 tokens.
 */
export const toTgi: Translate = (call, replica) => ({
  path: `${targetOf(replica).basePath.replace(/\/v1$/, "")}/${call.stream ? "generate_stream" : "generate"}`,
  headers: [],
  body: toBytes(writeRequest(call, replica)),
  framing: "sse",
  whole: (bytes) => readWhole(call, replica.model, bytes),
  stream: () => new TokenStream(call, replica.model),
});

function writeRequest({ body, operation }: CallToTranslate, replica: Replica): Record<string, unknown> {
  checkFields(body, rules);
  const isChat = operation === "chat";
  const temperature = numberIn(body, "temperature", { min: 0 });
  const topP = numberIn(body, "top_p", { min: 0, max: 1 });
  const stops = stopsOf(body, isChat);
  const parameters = present({
    details: true,
    max_new_tokens: maxTokensIn(body) ?? replica.max_output_tokens ?? defaultMaxTokens,
    // Zero is refused there: no sampling says the same.
    do_sample: temperature === 0 ? false : true,
    temperature: temperature === 0 ? undefined : temperature,
    // Must lie below 1, which is the default.
    top_p: topP === 1 || temperature === 0 ? undefined : topP,
    top_k: numberIn(body, "top_k", { min: 1 }),
    repetition_penalty: numberIn(body, "repetition_penalty", { min: 0 }),
    frequency_penalty: numberIn(body, "frequency_penalty", { min: -2, max: 2 }),
    stop: stops.length === 0 ? undefined : stops,
    seed: numberIn(body, "seed"),
    grammar: writeGrammar(body),
  });
  return { inputs: isChat ? promptOf(body, "TGI's /generate") : readPrompt(body), parameters };
}

/** TGI takes no more by default (`--max-stop-sequences`). */
const maxStops = 4;

/** A chat also ends where the model would go on to speak for the user, if there is room to say so. */
function stopsOf(body: Json, isChat: boolean): string[] {
  const own = stopsIn(body) ?? [];
  return isChat && own.length < maxStops ? [...own, turnStop] : own;
}

function writeGrammar(body: Json): Record<string, unknown> | undefined {
  const format = readFormat(body);
  if (format.type === "text") return undefined;
  if (format.type === "json")
    refuse("response_format", "asks for JSON of any shape; TGI takes a json_schema only.");
  return { type: "json", value: format.schema };
}

function finishOf(reason: unknown): FinishReason {
  return reason === "length" ? "length" : "stop";
}

function readWhole(call: CallToTranslate, model: string, bytes: Buffer): WholeAnswer | null {
  const answer = parseObject(bytes);
  if (answer === null || typeof answer.generated_text !== "string") return null;
  const details = objectIn(answer, "details");
  const usage = usageOf(details);
  const text = withoutStop(answer.generated_text, stopsOf(call.body, call.operation === "chat"));
  const common = { id: undefined, model, text, finishReason: finishOf(details?.finish_reason), usage };
  const body =
    call.operation === "chat"
      ? writeChat(call, { ...common, text: text.trimStart(), reasoning: "", toolCalls: [] })
      : writeCompletion(call, common);
  return usage === undefined ? { body } : { body, usage };
}

/** TGI leaves the stop sequence at the end of the text, where OpenAI leaves it out. */
function withoutStop(text: string, stops: readonly string[]): string {
  const found = stops.find((stop) => text.endsWith(stop));
  return found === undefined ? text : text.slice(0, -found.length);
}

/** The length of the prompt is told in streams only; unknown stays unknown. */
function usageOf(details: Record<string, unknown> | undefined): TokenUsage | undefined {
  const usage: TokenUsage = {};
  if (typeof details?.input_length === "number") usage.input = details.input_length;
  if (typeof details?.generated_tokens === "number") usage.output = details.generated_tokens;
  return Object.keys(usage).length === 0 ? undefined : usage;
}

/** One event per token; what may be the beginning of a stop sequence waits for the next. */
class TokenStream extends AnswerStream {
  readonly #isChat: boolean;
  readonly #stops: readonly string[];
  #held = "";
  #hasText = false;

  constructor(call: CallToTranslate, model: string) {
    super(call, model);
    this.#isChat = call.operation === "chat";
    this.#stops = stopsOf(call.body, this.#isChat);
  }

  protected override read(event: Record<string, unknown>): void {
    if (typeof event.error === "string") {
      this.writer.fail({ message: event.error, type: errorTypes.get(event.error_type) ?? "api_error" });
      return;
    }
    const token = objectIn(event, "token");
    // Special tokens, such as the end, are no text.
    if (typeof token?.text === "string" && token.special !== true) this.#say(token.text);
    const details = objectIn(event, "details");
    if (details === undefined) return;
    this.known = usageOf(details);
    this.#flush();
    this.writer.finish(finishOf(details.finish_reason));
    this.writer.done(this.known);
  }

  #say(text: string): void {
    this.#held += this.#isChat && !this.#hasText ? text.trimStart() : text;
    this.#hasText ||= this.#held !== "";
    const safe = this.#held.length - Math.max(0, ...this.#stops.map((stop) => overlap(this.#held, stop)));
    this.writer.text(this.#held.slice(0, safe));
    this.#held = this.#held.slice(safe);
  }

  #flush(): void {
    this.writer.text(withoutStop(this.#held, this.#stops));
    this.#held = "";
  }
}

/** `error_type` of TGI's streams, in the words that describe a failure here. */
const errorTypes: ReadonlyMap<unknown, string> = new Map([
  ["overloaded", "overloaded_error"],
  ["validation", "invalid_request_error"],
]);

/** How many of the last characters may be the beginning of the stop sequence. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
