import Anthropic from "@anthropic-ai/sdk";
import { translators } from "@plumbline/providers/translate/table";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import {
  type Answer,
  answerChat,
  beginStream,
  chatBody,
  event,
  sendJson,
  startUpstream,
} from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf, startGateway, type TestGateway } from "./gateway.fixture.ts";

type Kind = "openai" | "anthropic" | "gemini" | "cohere" | "tgi_native" | "ollama_native";

const replica = (url: string, kind: Kind): ReturnType<typeof poolOf>["replicas"] => [
  { url, kind, model: "real-model", api_key: "provider-key" },
];

function clientOf(gateway: TestGateway): OpenAI {
  return new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
}

const named = (data: { type: string; [name: string]: unknown }): string =>
  `event: ${data.type}\n${event(data)}`;

const anthropicStart = named({
  type: "message_start",
  message: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-6",
    content: [],
    usage: { input_tokens: 5, cache_read_input_tokens: 20, cache_creation_input_tokens: 0, output_tokens: 1 },
  },
});
const anthropicText = (text: string): string =>
  named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } });

/** As platform.claude.com/docs/en/build-with-claude/streaming shows it: a word and a call of a tool. */
const anthropicStream = [
  anthropicStart,
  named({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
  anthropicText("Mömentchen"),
  named({ type: "content_block_stop", index: 0 }),
  named({
    type: "content_block_start",
    index: 1,
    content_block: { type: "tool_use", id: "toolu_1", name: "get_weather", input: {} },
  }),
  ...['{"location"', ':"Paris"}'].map((json) =>
    named({
      type: "content_block_delta",
      index: 1,
      delta: { type: "input_json_delta", partial_json: json },
    }),
  ),
  named({ type: "content_block_stop", index: 1 }),
  named({ type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 9 } }),
  named({ type: "message_stop" }),
].join("");

const tools: OpenAI.Chat.ChatCompletionTool[] = [
  { type: "function", function: { name: "get_weather", parameters: { type: "object", properties: {} } } },
];
const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: "user", content: "Weather?" }];

describe("OpenAI's client and a provider with a dialect of its own", () => {
  it("streams from Anthropic, with tools and the counts of caches", async () => {
    const upstream = await startUpstream(async (_seen, response) => {
      beginStream(response);
      const bytes = Buffer.from(anthropicStream);
      for (let at = 0; at < bytes.length; at += 11) response.write(bytes.subarray(at, at + 11));
      response.end();
    });
    const gateway = await startGateway(
      { pools: [poolOf(upstream.url, { replicas: replica(upstream.url, "anthropic") })] },
      { translators },
    );
    const stream = clientOf(gateway).chat.completions.stream({
      model: "model-a",
      messages,
      tools,
      stream_options: { include_usage: true },
    });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        content: "Mömentchen",
        tool_calls: [{ id: "toolu_1", function: { name: "get_weather", arguments: '{"location":"Paris"}' } }],
      },
    });
    expect(final.usage).toMatchObject({
      prompt_tokens: 25,
      completion_tokens: 9,
      prompt_tokens_details: { cached_tokens: 20 },
    });
    const [seen] = upstream.seen;
    expect(seen?.path).toBe("/v1/messages");
    expect(seen?.headers).toMatchObject({ "x-api-key": "provider-key", "anthropic-version": "2023-06-01" });
    expect(seen?.headers.authorization).toBeUndefined();
    expect(seen?.body).toMatchObject({ model: "real-model", stream: true, max_tokens: 8_192 });
    await expect
      .poll(() => gateway.recorded[0]?.call)
      .toMatchObject({
        outcome: "ok",
        usage: { input: 25, output: 9, cacheRead: 20, cacheWrite5m: 0 },
        usageFrom: "upstream",
        responseId: "msg_1",
        finishReasons: ["tool_calls"],
      });
    expect(gateway.recorded[0]?.response).toContain("chat.completion.chunk");
  });

  it("gives no usage to a stream that did not ask for it, and writes it down all the same", async () => {
    const upstream = await startUpstream(
      (_seen, response) => void beginStream(response).end(anthropicStream),
    );
    const gateway = await startGateway(
      { pools: [poolOf(upstream.url, { replicas: replica(upstream.url, "anthropic") })] },
      { translators },
    );
    const response = await gateway.fetch("/v1/chat/completions", {
      body: { model: "model-a", stream: true, messages },
    });
    const text = await response.text();
    expect(text).not.toContain('"usage"');
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    await expect.poll(() => gateway.recorded[0]?.call.usage).toMatchObject({ input: 25, output: 9 });
  });

  it.each<[string, Answer]>([
    [
      "answers 529",
      (_seen, response) =>
        sendJson(
          response,
          JSON.stringify({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }),
          529,
        ),
    ],
    [
      "is overloaded before its first word",
      (_seen, response) =>
        void beginStream(response).end(
          anthropicStart +
            named({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }),
        ),
    ],
    ["begins with nonsense", (_seen, response) => void beginStream(response).end("data: <html>\n\n")],
  ])("asks another kind of provider when Anthropic %s", async (_name, answer) => {
    const bad = await startUpstream(answer);
    const good = await startUpstream((_seen, response) => {
      const part = (text: string, more: object = {}): string =>
        event({ candidates: [{ content: { role: "model", parts: [{ text }] }, ...more }] });
      beginStream(response).end(part("Hi") + part(" there", { finishReason: "STOP" }));
    });
    const gateway = await startGateway(
      {
        pools: [
          poolOf(bad.url, { replicas: replica(bad.url, "anthropic"), fallbacks: ["spare"] }),
          poolOf(good.url, { name: "spare", replicas: replica(good.url, "gemini") }),
        ],
      },
      { translators },
    );
    const stream = clientOf(gateway).chat.completions.stream({ model: "model-a", messages });
    expect(await stream.finalContent()).toBe("Hi there");
    expect(good.seen[0]?.path).toBe("/v1beta/models/real-model:streamGenerateContent?alt=sse");
    expect(good.seen[0]?.headers["x-goog-api-key"]).toBe("provider-key");
    await expect.poll(() => gateway.recorded[0]?.call.attempts).toHaveLength(2);
  });

  it("never ends cleanly when Anthropic fails within a stream", async () => {
    const failure = named({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } });
    const upstream = await startUpstream((_seen, response) => {
      beginStream(response).end(anthropicStart + anthropicText("Hel") + failure);
    });
    const gateway = await startGateway(
      { pools: [poolOf(upstream.url, { replicas: replica(upstream.url, "anthropic") })] },
      { translators },
    );
    const stream = await clientOf(gateway).chat.completions.create({
      model: "model-a",
      messages,
      stream: true,
    });
    const read = async (): Promise<void> => {
      for await (const chunk of stream) expect(chunk.choices[0]?.delta.content).toBe("Hel");
    };
    await expect(read()).rejects.toThrow(/Overloaded/);
    await expect.poll(() => gateway.recorded[0]?.call.outcome).toBe("overloaded");
  });

  it("tells the client by name what a provider cannot be told, and asks the next pool", async () => {
    const upstream = await startUpstream(() => undefined);
    const spare = await startUpstream((_seen, response) => sendJson(response, chatBody()));
    const config = (fallbacks: string[]): Parameters<TestGateway["configure"]>[0] => ({
      pools: [
        poolOf(upstream.url, { replicas: replica(upstream.url, "anthropic"), fallbacks }),
        poolOf(spare.url, { name: "spare" }),
      ],
    });
    const gateway = await startGateway(config([]), { translators });
    const ask = (): Promise<OpenAI.Chat.ChatCompletion> =>
      clientOf(gateway).chat.completions.create({ model: "model-a", messages, logit_bias: { 5: 1 } });
    await expect(ask()).rejects.toThrow(/400 "logit_bias" cannot be said to Anthropic/);
    expect(upstream.seen).toHaveLength(0);
    gateway.configure(config(["spare"]));
    await expect
      .poll(async () => (await ask().catch(() => null))?.choices[0]?.message.content)
      .toBe("Hello there.");
  });

  it("gets whole answers, vectors and lines of JSON", async () => {
    const upstream = await startUpstream((seen, response) => {
      if (seen.path.endsWith(":batchEmbedContents")) {
        sendJson(response, JSON.stringify({ embeddings: [{ values: [0.5, 0.25] }, { values: [1, 2] }] }));
      } else if (seen.path === "/api/chat") {
        const line = (content: string, more: object): string =>
          `${JSON.stringify({ model: "llama", message: { role: "assistant", content }, ...more })}\n`;
        response.writeHead(200, { "content-type": "application/x-ndjson" });
        response.end(
          line("Hey", { done: false }) +
            line("", { done: true, done_reason: "stop", prompt_eval_count: 3, eval_count: 1 }),
        );
      } else {
        const message = { role: "assistant", content: [{ type: "text", text: "From Cohere." }] };
        sendJson(response, JSON.stringify({ id: "c-1", finish_reason: "COMPLETE", message }));
      }
    });
    const pool = (kind: Kind): ReturnType<typeof poolOf> =>
      poolOf(upstream.url, { name: kind, replicas: replica(upstream.url, kind) });
    const gateway = await startGateway(
      { pools: [pool("gemini"), pool("ollama_native"), pool("cohere")] },
      { translators },
    );
    const client = clientOf(gateway);
    const vectors = await client.embeddings.create({ model: "gemini", input: ["a", "b"] });
    expect(vectors.data.map(({ embedding }) => embedding)).toEqual([
      [0.5, 0.25],
      [1, 2],
    ]);
    const lines = client.chat.completions.stream({ model: "ollama_native", messages });
    expect(await lines.finalContent()).toBe("Hey");
    const whole = await client.chat.completions.create({ model: "cohere", messages });
    expect(whole.choices[0]?.message.content).toBe("From Cohere.");
    await expect.poll(() => gateway.recorded.map(({ call }) => call.outcome)).toEqual(["ok", "ok", "ok"]);
    expect(gateway.recorded[1]?.call.usage).toEqual({ input: 3, output: 1 });
  });
});

describe("Anthropic's client and an upstream that knows only chat/completions", () => {
  it("gets its messages, streamed and whole", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGateway(
      { pools: [poolOf(upstream.url, { replicas: replica(upstream.url, "openai") })] },
      { translators },
    );
    const client = new Anthropic({ baseURL: gateway.url, apiKey: gatewayKey, maxRetries: 0 });
    const call = {
      model: "model-a",
      max_tokens: 50,
      messages: [{ role: "user" as const, content: "Count." }],
    };
    const whole = await client.messages.create(call);
    expect(whole).toMatchObject({
      stop_reason: "end_turn",
      content: [{ type: "text", text: "Hello there." }],
      usage: { input_tokens: 11, output_tokens: 3 },
    });
    const streamed = await client.messages.stream(call).finalMessage();
    expect(streamed.content).toMatchObject([{ type: "text", text: "One two thrée" }]);
    expect(streamed.stop_reason).toBe("end_turn");
    expect(upstream.seen.map(({ path }) => path)).toEqual(["/v1/chat/completions", "/v1/chat/completions"]);
    await expect
      .poll(() => gateway.recorded.map(({ call: { usage } }) => usage))
      .toEqual([
        { input: 11, output: 3 },
        { input: 11, output: 3 },
      ]);
  });
});
