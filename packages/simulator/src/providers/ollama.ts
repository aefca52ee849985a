import type { Frame } from "../faults/reply.ts";
import { isRecord, type JsonRecord, listOf, numberOf, recordOf, textOf } from "../http/json.ts";
import type { Answer } from "../text/plan-answer.ts";
import { vectorOf } from "../vllm/embed.ts";
import { type Prompt, promptOfChat, promptOfText, promptsOf } from "../vllm/prompt.ts";
import { readGeneration, toolToCall } from "../vllm/read-generation.ts";
import { answerOpenAi } from "./openai.ts";
import {
  bearer,
  type Provider,
  type ProviderCall,
  plainReply,
  planFor,
  replyOf,
  requireModel,
} from "./provider.ts";

/** Ollama's native API (lines of JSON, streamed unless told otherwise), and the OpenAI dialect beside it. */
export function ollama(): Provider {
  const provider: Provider = {
    keyOf: bearer,
    error: (_status, message) => JSON.stringify({ error: message }),
    get: (path, { models }) => {
      if (path === "/api/version") return { version: "0.12.0" };
      if (path === "/v1/models")
        return {
          object: "list",
          data: models.map((id) => ({ id, object: "model", created: 0, owned_by: "library" })),
        };
      if (path !== "/api/tags" && path !== "/api/ps") return null;
      return {
        models: models.map((name) => ({
          name,
          model: name,
          size: 0,
          digest: "0",
          details: { format: "gguf" },
        })),
      };
    },
    answer: (call) => {
      const { path, body } = call;
      const model = textOf(body["model"]);
      if (path.startsWith("/v1/")) return answerOpenAi(provider, call, path.slice(3), model, []);
      if (!["/api/generate", "/api/chat", "/api/embed"].includes(path)) return null;
      requireModel(call, model);
      if (path === "/api/embed") return { model, reply: embed(provider, call, model) };
      if (path === "/api/generate") {
        const prompt = promptOfText(`${textOf(body["system"])} ${textOf(body["prompt"])}`, 16, "");
        return { model, reply: generate(provider, call, model, prompt, generateLine) };
      }
      const prompt = promptOfChat(body["messages"], body["tools"], 16, "");
      return { model, reply: generate(provider, call, model, prompt, chatLine) };
    },
  };
  return provider;
}

type Line = (text: string, answer: Answer) => JsonRecord;

const generateLine: Line = (response) => ({ response });

/** A tool call comes whole, with its arguments as an object. */
const chatLine: Line = (content, { tool, pieces }) => ({
  message:
    tool === null || content === ""
      ? { role: "assistant", content }
      : {
          role: "assistant",
          content: "",
          tool_calls: [{ function: { name: tool.name, arguments: JSON.parse(pieces.join("")) } }],
        },
});

function generate(provider: Provider, call: ProviderCall, model: string, prompt: Prompt, line: Line) {
  const { body } = call;
  const options = recordOf(body["options"]);
  const wanted = numberOf(options["num_predict"]);
  const asked = readGeneration({ model, tools: body["tools"] }, true);
  const answer = planFor(call, {
    prompt,
    maxTokens: wanted === null || wanted < 0 ? null : wanted,
    stop: listOf(options["stop"]).map(textOf),
    tool: toolToCall(asked, prompt.answersTool),
    schema: isRecord(body["format"]) ? body["format"] : body["format"] === "json" ? null : undefined,
  });
  const head = { model, created_at: new Date().toISOString() };
  const count = answer.pieces.length;
  const end = {
    done: true,
    done_reason: answer.finish === "length" ? "length" : "stop",
    ...(line === generateLine ? { context: [1, 2, 3] } : {}),
    total_duration: (count + 1) * 20_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: prompt.tokens,
    prompt_eval_duration: 20_000_000,
    eval_count: count,
    eval_duration: count * 20_000_000,
  };
  const piece = (text: string): Frame => ({
    kind: "piece",
    text: `${JSON.stringify({ ...head, ...line(text, answer), done: false })}\n`,
  });
  const whole = answer.pieces.join("");
  return replyOf({
    provider,
    stream: body["stream"] !== false,
    contentType: "application/x-ndjson",
    frames: [
      ...(answer.tool === null ? answer.pieces.map(piece) : [piece(whole)]),
      { kind: "finish", text: `${JSON.stringify({ ...head, ...line("", answer), ...end })}\n` },
    ],
    full: { ...head, ...line(whole, answer), ...end },
    errorFrame: `${provider.error(500, "an error was encountered while running the model")}\n`,
  });
}

const usualDimensions = 768;

function embed(provider: Provider, call: ProviderCall, model: string) {
  const prompts = promptsOf(call.body["input"], 16, "", "input");
  return plainReply(provider, {
    model,
    embeddings: prompts.map(({ digest }) => vectorOf(call.settings.seed, digest, usualDimensions)),
    total_duration: 20_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: prompts.reduce((total, { tokens }) => total + tokens, 0),
  });
}
