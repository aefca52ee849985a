import type { ServerResponse } from "node:http";
import { wordAt } from "../text/words.ts";
import type { ServerState } from "./server-state.ts";

/** What a body may not mention for the ready-made answer to be right. */
const exceptions = [
  '"tools"',
  '"n"',
  '"max_',
  '"stop"',
  '"response_format"',
  "[[",
  '"min_tokens"',
  '"top_p"',
];

/**
 * The ready-made chat answer of the instant profile. The body is searched, not parsed: an ordinary call
 * costs little beside what the proxy in front of it costs. Everything unusual takes the long way.
 */
export class InstantReply {
  readonly #state: ServerState;
  readonly #models: readonly Buffer[];
  readonly #beforeId = '{"id":"';
  readonly #beforeTokens: string;
  readonly #afterTokens: string;
  readonly #tokens: number;

  constructor(state: ServerState) {
    this.#state = state;
    const { settings } = state;
    const [model = ""] = settings.models;
    this.#models = [Buffer.from(`"model":${JSON.stringify(model)}`)];
    this.#tokens = settings.profile.answerTokens;
    const text = Array.from({ length: this.#tokens }, (_, place) => wordAt(settings.seed, 0, place)).join("");
    const message = {
      role: "assistant",
      content: text,
      refusal: null,
      annotations: null,
      audio: null,
      function_call: null,
      tool_calls: [],
      reasoning_content: null,
    };
    const choice = { index: 0, message, logprobs: null, finish_reason: "stop", stop_reason: null };
    this.#beforeTokens =
      `","object":"chat.completion","created":${state.startedSeconds},"model":${JSON.stringify(model)},` +
      `"choices":[${JSON.stringify(choice)}],"service_tier":null,"system_fingerprint":null,` +
      '"prompt_logprobs":null,"kv_transfer_params":null,"usage":{"prompt_tokens":';
    this.#afterTokens = `,"completion_tokens":${this.#tokens},"prompt_tokens_details":null}}`;
  }

  /** False when the call has to take the long way. Prompt tokens are a quarter of the body's bytes. */
  answer(body: Buffer, response: ServerResponse): boolean {
    if (!this.#models.some((model) => body.includes(model))) return false;
    const stream = body.indexOf('"stream"');
    if (stream >= 0 && !/^"stream": ?false/.test(body.toString("latin1", stream, stream + 20))) return false;
    if (exceptions.some((word) => body.includes(word))) return false;
    const { metrics } = this.#state.pickDriver().engine;
    const promptTokens = Math.ceil(body.length / 4);
    metrics.promptTokens += promptTokens;
    metrics.generationTokens += this.#tokens;
    metrics.finished.stop += 1;
    const text =
      this.#beforeId +
      this.#state.nextId("chatcmpl", null) +
      this.#beforeTokens +
      `${promptTokens},"total_tokens":${promptTokens + this.#tokens}` +
      this.#afterTokens;
    // All of it is ASCII, so that characters are bytes.
    response.writeHead(200, ["content-type", "application/json", "content-length", String(text.length)]);
    response.end(text, "latin1");
    return true;
  }
}
