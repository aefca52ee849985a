import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import {
  type Answer,
  answerChat,
  beginStream,
  chatBody,
  sendJson,
  startUpstream,
} from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf, startGateway } from "./gateway.fixture.ts";

const list = { object: "list", model: "real-model", usage: { prompt_tokens: 7, total_tokens: 7 } };
const responseBody = {
  id: "resp-1",
  object: "response",
  status: "completed",
  model: "real-model",
  output: [
    {
      type: "message",
      id: "m",
      role: "assistant",
      status: "completed",
      content: [{ type: "output_text", text: "Hi.", annotations: [] }],
    },
  ],
  usage: {
    input_tokens: 5,
    output_tokens: 2,
    total_tokens: 7,
    output_tokens_details: { reasoning_tokens: 1 },
  },
};
const messageBody = {
  id: "msg-1",
  type: "message",
  role: "assistant",
  model: "real-model",
  content: [{ type: "text", text: "Hi." }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 5, output_tokens: 2, cache_read_input_tokens: 3, cache_creation_input_tokens: 4 },
};

function named(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;
}

const responseStream = [
  named("response.created", {
    sequence_number: 0,
    response: { ...responseBody, status: "in_progress", usage: null, error: null },
  }),
  named("response.output_text.delta", {
    sequence_number: 1,
    item_id: "m",
    output_index: 0,
    content_index: 0,
    delta: "Hi.",
  }),
  named("response.completed", { sequence_number: 2, response: responseBody }),
].join("");

const messageStream = [
  named("message_start", {
    message: {
      ...messageBody,
      content: [],
      stop_reason: null,
      usage: { ...messageBody.usage, output_tokens: 1 },
    },
  }),
  named("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
  named("ping", {}),
  named("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Hi." } }),
  named("content_block_stop", { index: 0 }),
  named("message_delta", {
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 2 },
  }),
  named("message_stop", {}),
].join("");

/** Every operation as an engine answers it. */
export const answerAny: Answer = (seen, response) => {
  const isStream = seen.body.stream === true;
  switch (seen.path) {
    case "/v1/responses":
      return isStream
        ? void beginStream(response).end(responseStream)
        : sendJson(response, JSON.stringify(responseBody));
    case "/v1/messages":
      return isStream
        ? void beginStream(response).end(messageStream)
        : sendJson(response, JSON.stringify(messageBody));
    case "/v1/embeddings":
      return sendJson(
        response,
        JSON.stringify({ ...list, data: [{ object: "embedding", index: 0, embedding: [0.5, 0.25] }] }),
      );
    case "/v1/moderations":
      return sendJson(response, JSON.stringify({ id: "mod-1", model: "m", results: [{ flagged: false }] }));
    case "/v1/rerank":
      return sendJson(
        response,
        JSON.stringify({
          id: "r-1",
          results: [{ index: 0, relevance_score: 0.9 }],
          usage: { total_tokens: 9 },
        }),
      );
    case "/v1/completions":
      return sendJson(
        response,
        chatBody("x", { choices: [{ index: 0, text: "Once", finish_reason: "length" }] }),
      );
    case "/v1/audio/transcriptions":
    case "/v1/audio/translations":
      return sendJson(response, JSON.stringify({ text: "Spoken." }));
    case "/v1/audio/speech":
      return void response
        .writeHead(200, { "content-type": "audio/mpeg" })
        .end(Buffer.from([0xff, 0xfb, 0, 0x80]));
    default:
      return answerChat(seen, response);
  }
};

export async function startAny() {
  const upstream = await startUpstream(answerAny);
  const gateway = await startGateway({
    pools: [poolOf(upstream.url, { aliases: ["alias-a"] })],
    keys: [{ key: gatewayKey }, { key: "sk-limited", models: ["other"] }],
  });
  return {
    upstream,
    gateway,
    openai: new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 }),
    anthropic: new Anthropic({ baseURL: gateway.url, apiKey: gatewayKey, maxRetries: 0 }),
  };
}
