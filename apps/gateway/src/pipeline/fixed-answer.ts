import { ownHeaders } from "../http/response-headers.ts";
import type { Call } from "./call.ts";

/** Operations that an answer of ours has the form for. */
const answered: ReadonlySet<string> = new Set(["chat", "completions", "messages", "responses"]);

export function canAnswerFixed(call: Call): boolean {
  return answered.has(call.route.operation);
}

/** A text of the operator's instead of an answer of a model: none was asked, or those that were refused. */
export function sendFixed(call: Call, text: string): void {
  const { reply } = call;
  if (reply === null) return;
  call.firstSentAt = performance.now();
  const headers = ownHeaders(call);
  if (call.stream) {
    headers.push("content-type", "text/event-stream; charset=utf-8", "cache-control", "no-cache");
    headers.push("x-accel-buffering", "no");
    clearTimeout(call.waiting);
    reply.beginStream(200, headers);
    reply.write(Buffer.from(streamed(call, text)));
    reply.end();
    return;
  }
  const body = Buffer.from(JSON.stringify(whole(call, text)));
  headers.push("content-type", "application/json", "content-length", String(body.length));
  reply.begin(200, headers);
  reply.end(body);
}

function whole(call: Call, text: string): object {
  const { operation } = call.route;
  const model = call.requestedModel;
  const created = Math.floor(call.startUs / 1_000_000);
  switch (operation) {
    case "messages":
      return {
        id: call.requestId,
        type: "message",
        role: "assistant",
        model,
        content: [{ type: "text", text }],
        stop_reason: "end_turn",
        stop_sequence: null,
        usage: { input_tokens: 0, output_tokens: 0 },
      };
    case "responses":
      return responseBody(call, text, "completed");
    case "completions":
      return {
        id: call.requestId,
        object: "text_completion",
        created,
        model,
        choices: [{ index: 0, text, logprobs: null, finish_reason: "stop" }],
        usage: noTokens,
      };
    default:
      return {
        id: call.requestId,
        object: "chat.completion",
        created,
        model,
        choices: [
          { index: 0, message: { role: "assistant", content: text }, logprobs: null, finish_reason: "stop" },
        ],
        usage: noTokens,
      };
  }
}

const noTokens = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

function responseBody(call: Call, text: string, status: "in_progress" | "completed"): object {
  const content = [{ type: "output_text", text, annotations: [] }];
  const item = {
    type: "message",
    id: `${call.requestId}-0`,
    role: "assistant",
    status: "completed",
    content,
  };
  return {
    id: call.requestId,
    object: "response",
    created_at: Math.floor(call.startUs / 1_000_000),
    status,
    error: null,
    model: call.requestedModel,
    output: status === "completed" ? [item] : [],
    usage: status === "completed" ? { input_tokens: 0, output_tokens: 0, total_tokens: 0 } : null,
  };
}

function streamed(call: Call, text: string): string {
  switch (call.route.operation) {
    case "messages":
      return messageEvents(call, text);
    case "responses":
      return [
        named("response.created", { sequence_number: 0, response: responseBody(call, text, "in_progress") }),
        named("response.output_text.delta", {
          sequence_number: 1,
          item_id: `${call.requestId}-0`,
          output_index: 0,
          content_index: 0,
          delta: text,
        }),
        named("response.completed", { sequence_number: 2, response: responseBody(call, text, "completed") }),
      ].join("");
    default:
      return chunkEvents(call, text);
  }
}

function chunkEvents(call: Call, text: string): string {
  const isChat = call.route.operation === "chat";
  const head = {
    id: call.requestId,
    object: isChat ? "chat.completion.chunk" : "text_completion",
    created: Math.floor(call.startUs / 1_000_000),
    model: call.requestedModel,
  };
  const said = isChat ? { delta: { role: "assistant", content: text } } : { text };
  const nothing = isChat ? { delta: {} } : { text: "" };
  const first = { ...head, choices: [{ index: 0, ...said, finish_reason: null }] };
  const last = { ...head, choices: [{ index: 0, ...nothing, finish_reason: "stop" }] };
  return `data: ${JSON.stringify(first)}\n\ndata: ${JSON.stringify(last)}\n\ndata: [DONE]\n\n`;
}

function messageEvents(call: Call, text: string): string {
  const message = {
    id: call.requestId,
    type: "message",
    role: "assistant",
    model: call.requestedModel,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 0, output_tokens: 0 },
  };
  return [
    named("message_start", { message }),
    named("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    named("content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
    named("content_block_stop", { index: 0 }),
    named("message_delta", {
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: 0 },
    }),
    named("message_stop", {}),
  ].join("");
}

function named(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
