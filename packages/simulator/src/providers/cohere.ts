import type { Frame } from "../faults/reply.ts";
import { type JsonRecord, listOf, numberOf, recordOf, textOf } from "../http/json.ts";
import type { Answer } from "../text/plan-answer.ts";
import { mix } from "../text/words.ts";
import { vectorOf } from "../vllm/embed.ts";
import { promptOfChat, promptOfText } from "../vllm/prompt.ts";
import { readGeneration, toolToCall } from "../vllm/read-generation.ts";
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

/** Cohere's v2 API, as docs.cohere.com describes chat, rerank and embed. */
export function cohere(): Provider {
  const provider: Provider = {
    keyOf: bearer,
    error: (_status, message) => JSON.stringify({ id: "00000000-0000-4000-8000-000000000000", message }),
    get: (path, { models }) => (path === "/v1/models" ? { models: models.map((name) => ({ name })) } : null),
    answer: (call) => {
      const model = textOf(call.body["model"]);
      const operation = /^\/v[12]\/(chat|rerank|embed)$/.exec(call.path)?.[1];
      if (operation === undefined) return null;
      if (model === "") throw new ProviderError(400, "invalid request: model is required");
      requireModel(call, model);
      if (operation === "rerank") return { model, reply: rerank(provider, call) };
      if (operation === "embed") return { model, reply: embed(provider, call) };
      return { model, reply: chat(provider, call) };
    },
  };
  return provider;
}

function chat(provider: Provider, call: ProviderCall) {
  const { body } = call;
  const prompt = promptOfChat(body["messages"], body["tools"], 16, "");
  const choice =
    body["tool_choice"] === "REQUIRED" ? "required" : body["tool_choice"] === "NONE" ? "none" : undefined;
  const asked = readGeneration({ ...body, tool_choice: choice }, true);
  const format = recordOf(body["response_format"]);
  const answer = planFor(call, {
    prompt,
    maxTokens: asked.maxTokens,
    stop: listOf(body["stop_sequences"]).map(textOf),
    tool: toolToCall(asked, prompt.answersTool),
    schema: format["type"] === "json_object" ? (format["json_schema"] ?? null) : undefined,
  });
  const id = call.id("");
  const callId = call.id("call_");
  const counts = { input_tokens: prompt.tokens, output_tokens: answer.pieces.length };
  const usage = { billed_units: counts, tokens: counts };
  return replyOf({
    provider,
    stream: asked.stream,
    contentType: "text/event-stream",
    frames: framesOf(id, callId, answer, usage),
    full: { id, finish_reason: finishOf(answer), message: messageOf(answer, callId), usage },
    errorFrame: event("message-end", { delta: { finish_reason: "ERROR", error: "internal server error" } }),
  });
}

function framesOf(id: string, callId: string, answer: Answer, usage: unknown): Frame[] {
  const start = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
  const end: Frame = {
    kind: "finish",
    text: event("message-end", { delta: { finish_reason: finishOf(answer), usage } }),
  };
  const open: Frame = { kind: "open", text: event("message-start", { id, delta: { message: start } }) };
  const inMessage = (type: string, message: object): string => event(type, { index: 0, delta: { message } });
  if (answer.tool === null)
    return [
      open,
      { kind: "open", text: inMessage("content-start", { content: { type: "text", text: "" } }) },
      ...answer.pieces.map(
        (text): Frame => ({ kind: "piece", text: inMessage("content-delta", { content: { text } }) }),
      ),
      { kind: "finish", text: event("content-end", { index: 0 }) },
      end,
    ];
  const { name } = answer.tool;
  const begin = { id: callId, type: "function", function: { name, arguments: "" } };
  return [
    open,
    {
      kind: "open",
      text: event("tool-plan-delta", { delta: { message: { tool_plan: `I will use ${name}.` } } }),
    },
    { kind: "open", text: inMessage("tool-call-start", { tool_calls: begin }) },
    ...answer.pieces.map(
      (piece): Frame => ({
        kind: "piece",
        text: inMessage("tool-call-delta", { tool_calls: { function: { arguments: piece } } }),
      }),
    ),
    { kind: "finish", text: event("tool-call-end", { index: 0 }) },
    end,
  ];
}

function finishOf(answer: Answer): string {
  if (answer.tool !== null) return "TOOL_CALL";
  if (answer.stoppedBy !== null) return "STOP_SEQUENCE";
  return answer.finish === "length" ? "MAX_TOKENS" : "COMPLETE";
}

function messageOf(answer: Answer, callId: string): unknown {
  const text = answer.pieces.join("");
  if (answer.tool === null) return { role: "assistant", content: [{ type: "text", text }] };
  const { name } = answer.tool;
  const call = { id: callId, type: "function", function: { name, arguments: text } };
  return { role: "assistant", tool_plan: `I will use ${name}.`, tool_calls: [call] };
}

const meta = (units: object): unknown => ({ api_version: { version: "2" }, billed_units: units });

function rerank(provider: Provider, call: ProviderCall) {
  const query = promptOfText(textOf(call.body["query"]), 16, "").digest;
  const documents = listOf(call.body["documents"]);
  const scored = documents.map((document, index) => {
    const text = typeof document === "string" ? document : textOf(recordOf(document)["text"]);
    return { index, relevance_score: mix(query, promptOfText(text, 16, "").digest, 5) / 2 ** 32 };
  });
  const results = scored.sort((a, b) => b.relevance_score - a.relevance_score);
  const top = numberOf(call.body["top_n"]) ?? results.length;
  return plainReply(provider, {
    id: call.id(""),
    results: results.slice(0, top),
    meta: meta({ search_units: 1 }),
  });
}

const usualDimensions = 1_536;

function embed(provider: Provider, call: ProviderCall) {
  const texts = listOf(call.body["texts"]).map(textOf);
  const prompts = texts.map((text) => promptOfText(text, 16, ""));
  const dimensions = numberOf(call.body["output_dimension"]) ?? usualDimensions;
  const tokens = prompts.reduce((total, prompt) => total + prompt.tokens, 0);
  const full: JsonRecord = {
    id: call.id(""),
    embeddings: { float: prompts.map(({ digest }) => vectorOf(call.settings.seed, digest, dimensions)) },
    texts,
    response_type: "embeddings_by_type",
    meta: meta({ input_tokens: tokens }),
  };
  return plainReply(provider, full);
}

const event = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
