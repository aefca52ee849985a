import type { Frame } from "../faults/reply.ts";
import { isRecord, type JsonRecord, listOf, numberOf, parseJson, recordOf, textOf } from "../http/json.ts";
import { chatShape } from "../vllm/chat-shape.ts";
import { completionShape } from "../vllm/completion-shape.ts";
import { vectorOf } from "../vllm/embed.ts";
import { promptOfChat, promptOfItems, promptOfText, promptsOf } from "../vllm/prompt.ts";
import { readGeneration, toolToCall } from "../vllm/read-generation.ts";
import { responsesShape } from "../vllm/responses-shape.ts";
import type { Shape } from "../vllm/shape.ts";
import {
  bearer,
  type Provider,
  type ProviderCall,
  ProviderError,
  plainReply,
  planFor,
  replyOf,
  requireModel,
} from "./provider.ts";

const errorTypes: Record<number, string> = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "invalid_request_error",
  429: "rate_limit_error",
};

/** OpenAI's own API, as platform.openai.com describes it: chat, completions, responses, embeddings, moderations. */
export function openai(): Provider {
  const provider: Provider = {
    keyOf: bearer,
    error: (status, message) =>
      JSON.stringify({
        error: { message, type: errorTypes[status] ?? "server_error", param: null, code: null },
      }),
    get: (path, { models }) =>
      path === "/v1/models"
        ? {
            object: "list",
            data: models.map((id) => ({ id, object: "model", created: 1_767_225_600, owned_by: "system" })),
          }
        : null,
    answer: (call) =>
      answerOpenAi(provider, call, call.path.replace(/^\/v1/, ""), textOf(call.body["model"]), []),
  };
  return provider;
}

/** Azure OpenAI: deployments in the path, `api-version`, the `api-key` header, content filter results. */
export function azure(): Provider {
  const provider: Provider = {
    keyOf: (headers) => {
      const key = headers["api-key"];
      return typeof key === "string" ? key : bearer(headers);
    },
    error: (status, message) =>
      JSON.stringify({ error: { code: azureCodes[status] ?? String(status), message } }),
    get: () => null,
    answer: (call) => {
      const next = /^\/openai\/v1(\/.+)$/.exec(call.path);
      if (next !== null)
        return answerOpenAi(provider, call, next[1] ?? "", textOf(call.body["model"]), [filterFrame]);
      const [, deployment = "", operation = ""] =
        /^\/openai\/deployments\/([^/]+)(\/.+)$/.exec(call.path) ?? [];
      if (deployment === "") return null;
      if (!call.query.has("api-version")) throw new ProviderError(404, "Resource not found");
      return answerOpenAi(provider, call, operation, deployment, [filterFrame]);
    },
  };
  return provider;
}

const azureCodes: Record<number, string> = { 404: "DeploymentNotFound", 400: "BadRequest" };

const unfiltered = { filtered: false, severity: "safe" };
const filterResults = { hate: unfiltered, self_harm: unfiltered, sexual: unfiltered, violence: unfiltered };
const promptFilter = [{ prompt_index: 0, content_filter_results: filterResults }];

const filterFrame: Frame = {
  kind: "open",
  text: `data: ${JSON.stringify({ choices: [], created: 0, id: "", model: "", object: "", prompt_filter_results: promptFilter })}\n\n`,
};

/** The operations of the OpenAI dialect, also for servers that speak it beside their own. */
export function answerOpenAi(
  provider: Provider,
  call: ProviderCall,
  operation: string,
  model: string,
  preface: readonly Frame[],
): ReturnType<Provider["answer"]> {
  const { body } = call;
  const make = operations[operation];
  if (make === undefined) return null;
  // Moderations alone have a model that nobody has to name.
  const named = model === "" && operation === "/moderations" ? "omni-moderation-latest" : model;
  if (named === "") throw new ProviderError(400, "you must provide a model parameter");
  requireModel(call, named);
  return { model: named, reply: make(provider, call, body, named, preface) };
}

type Make = (
  provider: Provider,
  call: ProviderCall,
  body: JsonRecord,
  model: string,
  preface: readonly Frame[],
) => ReturnType<typeof replyOf>;

const now = (): number => Math.floor(Date.now() / 1_000);

const operations: Readonly<Record<string, Make>> = {
  "/chat/completions": (provider, call, body, model, preface) => {
    const asked = readGeneration(body, true);
    const shape = chatShape(
      { id: call.id("chatcmpl-"), created: now(), model },
      asked.toolChoice.kind === "named",
    );
    return generate(provider, call, promptOfChat(body["messages"], body["tools"], 16, ""), shape, preface);
  },
  "/completions": (provider, call, body, model, preface) => {
    const shape = completionShape({ id: call.id("cmpl-"), created: now(), model }, "");
    return generate(provider, call, promptOfText(textOf(body["prompt"]), 16, ""), shape, preface);
  },
  "/responses": (provider, call, body, model) => {
    const shape = responsesShape({ id: call.id("resp_"), created: now(), model });
    return generate(
      provider,
      call,
      promptOfItems(body["input"], body["instructions"], body["tools"], 16),
      shape,
      [],
    );
  },
  "/embeddings": (provider, call, body, model) => {
    const prompts = promptsOf(body["input"], 16, "", "input");
    const dimensions = numberOf(body["dimensions"]) ?? 1_536;
    const tokens = prompts.reduce((total, prompt) => total + prompt.tokens, 0);
    const data = prompts.map(({ digest }, index) => {
      const vector = vectorOf(call.settings.seed, digest, dimensions);
      const bytes = Buffer.from(Float32Array.from(vector).buffer);
      const embedding = body["encoding_format"] === "base64" ? bytes.toString("base64") : vector;
      return { object: "embedding", index, embedding };
    });
    return plainReply(provider, {
      object: "list",
      data,
      model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  },
  "/moderations": (provider, call, body, model) => {
    const inputs = typeof body["input"] === "string" ? [body["input"]] : listOf(body["input"]);
    const categories = { hate: false, violence: false, sexual: false, "self-harm": false, harassment: false };
    const scores = Object.fromEntries(Object.keys(categories).map((name) => [name, 0.0001]));
    const results = inputs.map(() => ({ flagged: false, categories, category_scores: scores }));
    return plainReply(provider, { id: call.id("modr-"), model, results });
  },
};

function generate(
  provider: Provider,
  call: ProviderCall,
  prompt: ReturnType<typeof promptOfText>,
  shape: Shape,
  preface: readonly Frame[],
) {
  const asked = readGeneration(call.body, true);
  const { maxTokens, stop, schema } = asked;
  const answers = Array.from({ length: asked.n }, (_, index) =>
    planFor(call, {
      prompt: { ...prompt, digest: prompt.digest + index },
      maxTokens,
      stop,
      tool: toolToCall(asked, prompt.answersTool),
      schema,
    }),
  );
  const completionTokens = answers.reduce((total, { pieces }) => total + pieces.length, 0);
  const usage = { promptTokens: prompt.tokens, completionTokens, cachedTokens: 0 };
  const frames = answers.flatMap((answer, index): Frame[] => [
    { kind: "open", text: shape.open(index, answer) },
    ...answer.pieces.map((text): Frame => ({ kind: "piece", text: shape.piece(index, text, answer, "") })),
    { kind: "finish", text: shape.finish(index, answer, "", usage) },
  ]);
  if (asked.includeUsage) frames.push({ kind: "usage", text: shape.usage(usage) });
  frames.push({ kind: "done", text: shape.done });
  const error = provider.error(
    500,
    "The server had an error while processing your request. Sorry about that!",
  );
  return replyOf({
    provider,
    stream: asked.stream,
    contentType: "text/event-stream; charset=utf-8",
    frames: [...preface, ...frames]
      .filter(({ text }) => text !== "")
      .map(({ kind, text }) => ({ kind, text: withoutVllm(text, asked.includeUsage) })),
    full: strip(shape.full(answers, usage)),
    errorFrame: `data: ${error}\n\n`,
  });
}

const vllmOnly = new Set([
  "stop_reason",
  "prompt_logprobs",
  "kv_transfer_params",
  "reasoning_content",
  "function_call",
  "audio",
]);

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(
    ([key, part]) =>
      !vllmOnly.has(key) && !(key === "tool_calls" && Array.isArray(part) && part.length === 0),
  );
  return Object.fromEntries(entries.map(([key, part]) => [key, strip(part)]));
}

/** OpenAI's chunks carry `usage: null` until the last one, when usage was asked for. */
function withoutVllm(frame: string, includeUsage: boolean): string {
  const events = frame.split("\n\n").filter((event) => event !== "");
  return events
    .map((event) => {
      const parsed = event.startsWith("data: {") ? parseJson(event.slice(6)) : null;
      if (parsed === null || !isRecord(parsed.value)) return `${event}\n\n`;
      const usage = includeUsage ? { usage: parsed.value["usage"] ?? null } : {};
      return `data: ${JSON.stringify({ ...recordOf(strip(parsed.value)), ...usage })}\n\n`;
    })
    .join("");
}
