import type { Frame } from "../faults/reply.ts";
import { isRecord, type JsonRecord, listOf, numberOf, recordOf, textOf } from "../http/json.ts";
import type { Answer, ToolOffer } from "../text/plan-answer.ts";
import { type Prompt, promptOfChat } from "../vllm/prompt.ts";
import {
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
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

/** Anthropic's Messages API, as docs.anthropic.com describes requests, events, errors and cache usage. */
export function anthropic(): Provider {
  /** Prompts up to a cache mark that were seen before. */
  const cached = new Set<number>();
  const provider: Provider = {
    keyOf: (headers) => {
      const key = headers["x-api-key"] ?? headers.authorization?.replace(/^Bearer /, "");
      return typeof key === "string" ? key : undefined;
    },
    error: (status, message) =>
      JSON.stringify({
        type: "error",
        error: { type: errorTypes[status] ?? "api_error", message },
        request_id: "req_simulated",
      }),
    get: (path, { models }) =>
      path === "/v1/models"
        ? {
            data: models.map((id) => ({
              type: "model",
              id,
              display_name: id,
              created_at: "2026-01-01T00:00:00Z",
            })),
            has_more: false,
            first_id: models[0] ?? null,
            last_id: models.at(-1) ?? null,
          }
        : null,
    answer: (call) => {
      const counts = call.path === "/v1/messages/count_tokens";
      if (call.path !== "/v1/messages" && !counts) return null;
      const model = textOf(call.body["model"]);
      if (model === "") throw new ProviderError(400, "model: Field required");
      if (call.headers["anthropic-version"] === undefined)
        throw new ProviderError(400, "anthropic-version: header is required");
      requireModel(call, model);
      const prompt = promptOf(call.body, listOf(call.body["messages"]));
      if (counts) return { model, reply: plainReply(provider, { input_tokens: prompt.tokens }) };
      return { model, reply: message(provider, call, model, prompt, cached) };
    },
  };
  return provider;
}

interface InputUsage {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
}

function message(provider: Provider, call: ProviderCall, model: string, prompt: Prompt, cached: Set<number>) {
  const { body } = call;
  const maxTokens = numberOf(body["max_tokens"]);
  if (maxTokens === null) throw new ProviderError(400, "max_tokens: Field required");
  const answer = planFor(call, {
    prompt,
    maxTokens,
    stop: listOf(body["stop_sequences"]).map(textOf),
    tool: toolOf(body, endsWithToolResult(body)),
    schema: undefined,
  });
  const input = inputUsage(body, prompt, cached);
  const usage = { ...input, output_tokens: answer.pieces.length, service_tier: "standard" };
  const head = { id: call.id("msg_"), type: "message", role: "assistant", model };
  const block = blockOf(answer, call.id("toolu_"));
  const stop = { stop_reason: stopReason(answer), stop_sequence: answer.stoppedBy };
  return replyOf({
    provider,
    stream: body["stream"] === true,
    contentType: "text/event-stream; charset=utf-8",
    frames: framesOf(
      { ...head, content: [], stop_reason: null, stop_sequence: null },
      answer,
      block,
      stop,
      usage,
    ),
    full: { ...head, content: [block], ...stop, usage },
    errorFrame: event("error", { error: { type: "overloaded_error", message: "Overloaded" } }),
  });
}

function framesOf(
  start: object,
  answer: Answer,
  block: JsonRecord,
  stop: object,
  usage: { output_tokens: number },
): Frame[] {
  const empty = answer.tool === null ? { type: "text", text: "" } : { ...block, input: {} };
  return [
    {
      kind: "open",
      text: event("message_start", { message: { ...start, usage: { ...usage, output_tokens: 1 } } }),
    },
    { kind: "open", text: event("content_block_start", { index: 0, content_block: empty }) },
    { kind: "open", text: event("ping", {}) },
    ...answer.pieces.map((piece): Frame => {
      const delta =
        answer.tool === null
          ? { type: "text_delta", text: piece }
          : { type: "input_json_delta", partial_json: piece };
      return { kind: "piece", text: event("content_block_delta", { index: 0, delta }) };
    }),
    { kind: "finish", text: event("content_block_stop", { index: 0 }) },
    {
      kind: "finish",
      text: event("message_delta", { delta: stop, usage: { output_tokens: usage.output_tokens } }),
    },
    { kind: "finish", text: event("message_stop", {}) },
  ];
}

function blockOf(answer: Answer, id: string): JsonRecord {
  const text = answer.pieces.join("");
  if (answer.tool === null) return { type: "text", text };
  return { type: "tool_use", id, name: answer.tool.name, input: JSON.parse(text) };
}

function stopReason(answer: Answer): string {
  if (answer.tool !== null) return "tool_use";
  if (answer.stoppedBy !== null) return "stop_sequence";
  return answer.finish === "length" ? "max_tokens" : "end_turn";
}

/** Everything up to the last `cache_control` is written the first time and read from then on. */
function inputUsage(body: JsonRecord, prompt: Prompt, cached: Set<number>): InputUsage {
  const messages = listOf(body["messages"]);
  const lastMarked = messages.findLastIndex(isMarked);
  const marked = lastMarked >= 0 || isMarked({ content: body["system"] });
  if (!marked)
    return { input_tokens: prompt.tokens, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  const prefix = promptOf(body, messages.slice(0, lastMarked + 1));
  const known = cached.has(prefix.digest);
  cached.add(prefix.digest);
  return {
    input_tokens: Math.max(0, prompt.tokens - prefix.tokens),
    cache_creation_input_tokens: known ? 0 : Math.min(prefix.tokens, prompt.tokens),
    cache_read_input_tokens: known ? Math.min(prefix.tokens, prompt.tokens) : 0,
  };
}

const isMarked = (entry: unknown): boolean =>
  listOf(recordOf(entry)["content"]).some((block) => isRecord(block) && isRecord(block["cache_control"]));

function promptOf(body: JsonRecord, messages: readonly unknown[]): Prompt {
  const system = body["system"] === undefined ? [] : [{ role: "system", content: body["system"] }];
  return promptOfChat([...system, ...messages], body["tools"], 16, "");
}

function endsWithToolResult(body: JsonRecord): boolean {
  const content = listOf(recordOf(listOf(body["messages"]).at(-1))["content"]);
  return content.some((block) => recordOf(block)["type"] === "tool_result");
}

function toolOf(body: JsonRecord, answersTool: boolean): ToolOffer | null {
  const tools = listOf(body["tools"]).map((tool) => {
    const record = recordOf(tool);
    return { name: textOf(record["name"]), parameters: record["input_schema"] };
  });
  const choice = recordOf(body["tool_choice"]);
  if (choice["type"] === "tool") return tools.find(({ name }) => name === choice["name"]) ?? null;
  if (choice["type"] === "none" || (choice["type"] !== "any" && answersTool)) return null;
  return tools[0] ?? null;
}

const event = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
