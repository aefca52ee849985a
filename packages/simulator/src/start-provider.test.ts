import { AzureOpenAI, OpenAI } from "openai";
import { afterEach, describe, expect, it } from "vitest";
import {
  type ProviderKind,
  type ProviderOptions,
  type ProviderSimulator,
  startProvider,
} from "./start-provider.ts";

const started: ProviderSimulator[] = [];

async function start(kind: ProviderKind, options: Partial<ProviderOptions> = {}): Promise<ProviderSimulator> {
  const simulator = await startProvider({ kind, seed: 5, answerTokens: 6, ...options });
  started.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((simulator) => simulator.close()));
});

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** What lies at a path of a parsed body. */
function at(value: unknown, ...path: Array<string | number>): unknown {
  return path.reduce((part: unknown, key) => Reflect.get(Object(part), key), value);
}

const dataOf = (text: string): Array<Record<string, unknown>> =>
  text
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:") && !line.includes("[DONE]"))
    .map((line) => JSON.parse(line.slice(5)));

const schema = { type: "object", properties: { city: { type: "string" } } };

describe("Anthropic", () => {
  const headers = { "x-api-key": "k", "anthropic-version": "2023-06-01" };
  const body = { model: "claude", max_tokens: 50, messages: [{ role: "user", content: "Hello there" }] };

  it("answers whole and streamed with the same text and usage", async () => {
    const { url, received } = await start("anthropic");
    const whole = await (await post(`${url}/v1/messages`, body, headers)).json();
    expect(whole).toMatchObject({ type: "message", stop_reason: "end_turn", usage: { output_tokens: 6 } });
    const text = await (await post(`${url}/v1/messages`, { ...body, stream: true }, headers)).text();
    const events = dataOf(text);
    expect(events.map(({ type }) => type)).toEqual([
      "message_start",
      "content_block_start",
      "ping",
      ...Array.from({ length: 6 }, () => "content_block_delta"),
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    const deltas = [...text.matchAll(/"text_delta","text":"([^"]*)"/g)].map(([, piece]) => piece).join("");
    expect(deltas).toBe(at(whole, "content", 0, "text"));
    expect(received()[0]).toMatchObject({ path: "/v1/messages", headers, status: 200, closedEarly: false });
  });

  it("streams a tool call, writes and reads its cache, and reports errors its way", async () => {
    const { url, setFault } = await start("anthropic");
    const tools = [{ name: "weather", input_schema: schema }];
    const call = await (await post(`${url}/v1/messages`, { ...body, tools, stream: true }, headers)).text();
    const json = dataOf(call)
      .map(({ delta }) => JSON.parse(JSON.stringify(delta ?? {})).partial_json ?? "")
      .join("");
    expect(JSON.parse(json)).toEqual({ city: expect.any(String) });
    expect(call).toContain('"stop_reason":"tool_use"');
    const system = [{ type: "text", text: "Be brief. ".repeat(20), cache_control: { type: "ephemeral" } }];
    const usages = [];
    for (let turn = 0; turn < 2; turn += 1)
      usages.push(at(await (await post(`${url}/v1/messages`, { ...body, system }, headers)).json(), "usage"));
    expect(at(usages, 0, "cache_creation_input_tokens")).toBe(at(usages, 1, "cache_read_input_tokens"));
    expect(usages[1]).toMatchObject({
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: expect.any(Number),
    });
    expect(at(usages, 0, "input_tokens")).toBe(at(usages, 1, "input_tokens"));
    const missing = await post(`${url}/v1/messages`, { ...body, max_tokens: undefined }, headers);
    expect(await missing.json()).toMatchObject({ type: "error", error: { type: "invalid_request_error" } });
    expect((await post(`${url}/v1/messages`, body)).status).toBe(401);
    setFault("fault-status-529");
    const overloaded = await post(`${url}/v1/messages`, body, headers);
    expect(await overloaded.json()).toMatchObject({ error: { type: "overloaded_error" } });
    setFault("fault-error-after-2");
    const broken = await (await post(`${url}/v1/messages`, { ...body, stream: true }, headers)).text();
    expect(broken).toContain('event: error\ndata: {"type":"error","error":{"type":"overloaded_error"');
    expect(broken).not.toContain("message_stop");
  });
});

describe("Gemini", () => {
  const headers = { "x-goog-api-key": "k" };
  const body = { contents: [{ role: "user", parts: [{ text: "Hello there" }] }] };

  it("answers whole, as events and as an array", async () => {
    const { url } = await start("gemini");
    const path = `${url}/v1beta/models/gemini-2.5-flash`;
    const whole = await (await post(`${path}:generateContent`, body, headers)).json();
    expect(whole).toMatchObject({
      candidates: [{ finishReason: "STOP" }],
      usageMetadata: { candidatesTokenCount: 6 },
    });
    const text = await (await post(`${path}:streamGenerateContent?alt=sse`, body, headers)).text();
    expect(text).toContain("\r\n\r\n");
    expect(dataOf(text)).toHaveLength(6);
    const list = await (await post(`${path}:streamGenerateContent`, body, headers)).json();
    expect(list).toHaveLength(6);
    const textIn = (chunk: unknown) => at(chunk, "candidates", 0, "content", "parts", 0, "text");
    const parts = Array.isArray(list) ? list.map(textIn).join("") : "";
    expect(parts).toBe(textIn(whole));
  });

  it("calls functions, embeds, and names its errors", async () => {
    const { url } = await start("gemini", { models: ["gemini"] });
    const path = `${url}/v1beta/models/gemini`;
    const parameters = { type: "OBJECT", properties: { city: { type: "STRING" } } };
    const tools = [{ functionDeclarations: [{ name: "weather", parameters }] }];
    const call = await (await post(`${path}:generateContent`, { ...body, tools }, headers)).json();
    expect(at(call, "candidates", 0, "content", "parts", 0, "functionCall")).toEqual({
      name: "weather",
      args: { city: expect.any(String) },
    });
    const content = { parts: [{ text: "a" }] };
    const embedded = await (
      await post(`${path}:embedContent`, { content, outputDimensionality: 8 }, headers)
    ).json();
    expect(at(embedded, "embedding", "values")).toHaveLength(8);
    const unknown = await post(`${url}/v1beta/models/other:generateContent`, body, headers);
    expect(await unknown.json()).toMatchObject({ error: { code: 404, status: "NOT_FOUND" } });
  });
});

describe("Cohere", () => {
  const headers = { authorization: "Bearer k" };
  const body = { model: "command", messages: [{ role: "user", content: "Hello there" }] };

  it("chats, reranks and embeds", async () => {
    const { url } = await start("cohere");
    const whole = await (await post(`${url}/v2/chat`, body, headers)).json();
    expect(whole).toMatchObject({ finish_reason: "COMPLETE", usage: { billed_units: { output_tokens: 6 } } });
    const events = dataOf(await (await post(`${url}/v2/chat`, { ...body, stream: true }, headers)).text());
    expect(events[0]).toMatchObject({ type: "message-start", id: expect.any(String) });
    expect(events.at(-1)).toMatchObject({ type: "message-end", delta: { finish_reason: "COMPLETE" } });
    const tools = [{ type: "function", function: { name: "weather", parameters: schema } }];
    const call = await (await post(`${url}/v2/chat`, { ...body, tools }, headers)).json();
    expect(call).toMatchObject({
      finish_reason: "TOOL_CALL",
      message: { tool_calls: [{ type: "function" }] },
    });
    const rerank = { model: "rerank", query: "q", documents: ["a", "b", "c"], top_n: 2 };
    const results = at(await (await post(`${url}/v2/rerank`, rerank, headers)).json(), "results");
    expect(results).toHaveLength(2);
    expect(Number(at(results, 0, "relevance_score"))).toBeGreaterThan(
      Number(at(results, 1, "relevance_score")),
    );
    const embed = { model: "embed", texts: ["a"], input_type: "search_query", embedding_types: ["float"] };
    const embedded = await (await post(`${url}/v2/embed`, embed, headers)).json();
    expect(at(embedded, "embeddings", "float", 0)).toHaveLength(1_536);
  });
});

describe("OpenAI and Azure, with the openai client", () => {
  const messages = [{ role: "user" as const, content: "Hello there" }];

  it("OpenAI: no trace of vLLM, usage null until the last chunk", async () => {
    const { url, received } = await start("openai");
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "k" });
    const whole = await client.chat.completions.create({ model: "gpt", messages });
    expect(JSON.stringify(whole)).not.toMatch(/stop_reason|kv_transfer/);
    const options = { include_usage: true };
    const stream = await client.chat.completions.create({
      model: "gpt",
      messages,
      stream: true,
      stream_options: options,
    });
    const usages = [];
    for await (const chunk of stream) usages.push(chunk.usage);
    expect(usages.slice(0, -1).every((usage) => usage === null)).toBe(true);
    expect(usages.at(-1)).toMatchObject({ completion_tokens: 6 });
    expect((await client.moderations.create({ input: "a" })).results[0]?.flagged).toBe(false);
    expect(
      (await client.responses.create({ model: "gpt", input: "Hello" })).output_text.split(" "),
    ).toHaveLength(6);
    expect(received()[0]?.headers.authorization).toBe("Bearer k");
  });

  it("Azure: deployments, api-version, api-key, filter results", async () => {
    const { url, received } = await start("azure", { models: ["gpt-4o"] });
    const client = new AzureOpenAI({
      endpoint: url,
      apiKey: "k",
      apiVersion: "2024-10-21",
      deployment: "gpt-4o",
    });
    const whole = await client.chat.completions.create({ model: "gpt-4o", messages });
    expect(whole.usage?.completion_tokens).toBe(6);
    const stream = await client.chat.completions.create({ model: "gpt-4o", messages, stream: true });
    const first = (await stream[Symbol.asyncIterator]().next()).value;
    expect(first).toMatchObject({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
    expect(received()[0]?.path).toBe("/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21");
    expect(received()[0]?.headers["api-key"]).toBe("k");
    const bare = await post(
      `${url}/openai/deployments/gpt-4o/chat/completions`,
      { messages },
      { "api-key": "k" },
    );
    expect(bare.status).toBe(404);
  });
});

describe("TGI and Ollama", () => {
  it("TGI: generate, stream with details at the end, the OpenAI dialect", async () => {
    const { url, setFault } = await start("tgi");
    const body = { inputs: "Hello there", parameters: { max_new_tokens: 4, details: true } };
    const whole = await (await post(`${url}/generate`, body)).json();
    expect(at(whole, "details")).toMatchObject({ finish_reason: "length", generated_tokens: 4 });
    const events = dataOf(await (await post(`${url}/generate_stream`, body)).text());
    expect(events).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({
      generated_text: at(whole, "generated_text"),
      details: { input_length: 2 },
    });
    const chat = await post(`${url}/v1/chat/completions`, {
      model: "tgi",
      messages: [{ role: "user", content: "x" }],
    });
    expect(await chat.json()).toMatchObject({ object: "chat.completion" });
    setFault("fault-429");
    expect(await (await post(`${url}/generate`, body)).json()).toMatchObject({ error_type: "overloaded" });
  });

  it("Ollama: lines of JSON, streamed unless told otherwise", async () => {
    const { url, recorder } = await start("ollama", { models: ["llama3"], paceMs: 5 });
    const body = { model: "llama3", prompt: "Hello there" };
    const text = await (await post(`${url}/api/generate`, body)).text();
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ done }) => done)).toEqual([false, false, false, false, false, false, true]);
    expect(lines.at(-1)).toMatchObject({ eval_count: 6, prompt_eval_count: 2 });
    const whole = await (await post(`${url}/api/generate`, { ...body, stream: false })).json();
    expect(at(whole, "response")).toBe(lines.map(({ response }) => response).join(""));
    const messages = [{ role: "user", content: "Hi" }];
    const tools = [{ type: "function", function: { name: "weather", parameters: schema } }];
    const call = await (
      await post(`${url}/api/chat`, { model: "llama3", messages, tools, stream: false })
    ).json();
    expect(at(call, "message", "tool_calls", 0, "function")).toMatchObject({
      name: "weather",
      arguments: { city: expect.any(String) },
    });
    expect((await post(`${url}/api/generate`, { model: "nothing", prompt: "x" })).status).toBe(404);
    const controller = new AbortController();
    const long = fetch(`${url}/api/generate`, {
      method: "POST",
      signal: controller.signal,
      body: JSON.stringify({ ...body, prompt: "[[tokens=500]]" }),
    });
    await (await long).body?.getReader().read();
    controller.abort();
    expect(await recorder.find(({ closedEarly }) => closedEarly)).toMatchObject({ status: 200 });
  });
});
