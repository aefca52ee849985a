import type { Frame } from "../faults/reply.ts";
import { listOf, numberOf, recordOf, textOf } from "../http/json.ts";
import type { Answer } from "../text/plan-answer.ts";
import { promptOfText } from "../vllm/prompt.ts";
import { answerOpenAi } from "./openai.ts";
import {
  bearer,
  type Provider,
  type ProviderCall,
  ProviderError,
  plainReply,
  planFor,
  replyOf,
} from "./provider.ts";

const errorTypes: Record<number, string> = {
  422: "validation",
  429: "overloaded",
  424: "generation",
  503: "overloaded",
};

/** Text Generation Inference: its native /generate and /generate_stream, and the OpenAI dialect beside them. */
export function tgi(): Provider {
  const provider: Provider = {
    keyOf: bearer,
    error: (status, message) =>
      JSON.stringify({ error: message, error_type: errorTypes[status] ?? "generation" }),
    get: (path, { models }) => {
      const model = models[0] ?? "simulated";
      if (path === "/health") return {};
      if (path === "/info")
        return {
          model_id: model,
          max_input_tokens: 4_096,
          max_total_tokens: 8_192,
          max_concurrent_requests: 128,
          version: "3.3.0",
        };
      return path === "/v1/models"
        ? { object: "list", data: [{ id: model, object: "model", created: 0, owned_by: model }] }
        : null;
    },
    answer: (call) => {
      const { path, body } = call;
      // One server has one model; naming a fault here is the simulator's addition.
      const model = textOf(body["model"]) || (call.settings.models[0] ?? "tgi");
      if (path.startsWith("/v1/")) return answerOpenAi(provider, call, path.slice(3), model, []);
      if (path === "/tokenize")
        return { model, reply: plainReply(provider, tokensOf(textOf(body["inputs"]))) };
      if (path === "/generate") return { model, reply: generate(provider, call, false, false) };
      if (path === "/generate_stream") return { model, reply: generate(provider, call, true, false) };
      return path === "/" ? { model, reply: generate(provider, call, body["stream"] === true, true) } : null;
    },
  };
  return provider;
}

function tokensOf(text: string): unknown[] {
  const { tokens } = promptOfText(text, 16, "");
  return Array.from({ length: tokens }, (_, id) => ({ id, text: "", start: 0, stop: 0 }));
}

function generate(provider: Provider, call: ProviderCall, stream: boolean, inList: boolean) {
  const inputs = textOf(call.body["inputs"]);
  if (inputs === "") throw new ProviderError(422, "Input validation error: `inputs` cannot be empty");
  const parameters = recordOf(call.body["parameters"]);
  const prompt = promptOfText(inputs, 16, "");
  const maxTokens = numberOf(parameters["max_new_tokens"]) ?? 100;
  const stop = listOf(parameters["stop"]).map(textOf);
  const answer = planFor(call, { prompt, maxTokens, stop, tool: null, schema: undefined });
  const text = (parameters["return_full_text"] === true ? inputs : "") + answer.pieces.join("");
  const wantsDetails = parameters["details"] === true;
  const counts = { finish_reason: finishOf(answer), generated_tokens: answer.pieces.length, seed: null };
  const token = (piece: string, id: number): object => ({ id, text: piece, logprob: -0.1, special: false });
  const details = { ...counts, prefill: [], tokens: answer.pieces.map(token), best_of_sequences: null };
  const full = wantsDetails ? { generated_text: text, details } : { generated_text: text };
  const frames = answer.pieces.map((piece, place): Frame => {
    const last = place === answer.pieces.length - 1;
    const event = {
      index: place + 1,
      token: token(piece, place),
      generated_text: last ? text : null,
      details: last ? { ...counts, input_length: prompt.tokens } : null,
    };
    return { kind: last && place > 0 ? "finish" : "piece", text: `data:${JSON.stringify(event)}\n\n` };
  });
  return replyOf({
    provider,
    stream,
    contentType: "text/event-stream",
    frames,
    full: inList ? [full] : full,
    errorFrame: `data:${provider.error(424, "Request failed during generation: Server error: out of memory")}\n\n`,
  });
}

function finishOf(answer: Answer): string {
  if (answer.stoppedBy !== null) return "stop_sequence";
  return answer.finish === "length" ? "length" : "eos_token";
}
