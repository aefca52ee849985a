import type OpenAI from "openai";
import { APIError } from "openai";
import { describe, expect, it } from "vitest";
import type { VllmOptions } from "./start-vllm.ts";
import { messages, start } from "./vllm.fixture.ts";

const weather = {
  type: "function" as const,
  function: {
    name: "get_weather",
    parameters: {
      type: "object",
      properties: {
        city: { type: "string" },
        unit: { enum: ["celsius", "fahrenheit"] },
        days: { type: "integer" },
      },
      required: ["city"],
    },
  },
};

describe("chat with the openai client", () => {
  it("answers the same text for the same seed, streamed or not", async () => {
    const { client } = await start();
    const whole = await client.chat.completions.create({ model: "llama", messages });
    expect(whole.usage).toMatchObject({ completion_tokens: 20 });
    let text = "";
    const stream = await client.chat.completions.create({ model: "llama", messages, stream: true });
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(text.split(" ")).toHaveLength(20);
    const other = await start({ seed: 8 });
    const differently = await other.client.chat.completions.create({ model: "llama", messages });
    expect(differently.choices[0]?.message.content).not.toBe(text);
  });

  it("says what was composed for a text: words, the arguments of a tool, or its own when there is nothing", async () => {
    const compose: VllmOptions["compose"] = ({ text, tool }) => {
      if (text === "unknown") return null;
      return tool === null ? `You said “${text}”, twice.` : '{"city":"Łódź"}';
    };
    const { client } = await start({ compose });
    const ask = (content: string, more: object = {}) =>
      client.chat.completions.create({ model: "llama", messages: [{ role: "user", content }], ...more });
    const said = await ask("hello");
    expect(said.choices[0]?.message.content).toBe("You said “hello”, twice.");
    expect(said.usage?.completion_tokens).toBe(4);
    expect((await ask("hello", { max_tokens: 2 })).choices[0]).toMatchObject({
      finish_reason: "length",
      message: { content: "You said" },
    });
    const called = (await ask("hello", { tools: [weather] })).choices[0]?.message.tool_calls?.[0];
    expect(called).toMatchObject({ function: { name: "get_weather", arguments: '{"city":"Łódź"}' } });
    expect((await ask("unknown")).choices[0]?.message.content?.split(" ")).toHaveLength(128);
  });

  it("sends usage only when asked, in a frame without choices, and counts with every chunk on request", async () => {
    const { client } = await start();
    const plain = await client.chat.completions.create({ model: "llama", messages, stream: true });
    for await (const chunk of plain) expect(chunk.usage).toBeUndefined();
    const options = { include_usage: true, continuous_usage_stats: true };
    const counted = await client.chat.completions.create({
      model: "llama",
      messages,
      stream: true,
      stream_options: options,
    });
    const counts: number[] = [];
    let last: OpenAI.ChatCompletionChunk | undefined;
    for await (const chunk of counted) {
      if (chunk.choices[0]?.delta.content) counts.push(chunk.usage?.completion_tokens ?? -1);
      last = chunk;
    }
    expect(counts).toEqual(Array.from({ length: 20 }, (_, place) => place + 1));
    expect(last?.choices).toEqual([]);
    expect(last?.usage).toMatchObject({
      completion_tokens: 20,
      total_tokens: 20 + (last?.usage?.prompt_tokens ?? 0),
    });
  });

  it("tells how much of the prompt was cached", async () => {
    const { client, simulator } = await start();
    const long = [{ role: "user" as const, content: `${"one two three four ".repeat(100)}[[tokens=4]]` }];
    const first = await client.chat.completions.create({ model: "llama", messages: long });
    const second = await client.chat.completions.create({ model: "llama", messages: long });
    expect(first.usage?.prompt_tokens_details?.cached_tokens).toBe(0);
    const prompt = second.usage?.prompt_tokens ?? 0;
    expect(second.usage?.prompt_tokens_details?.cached_tokens).toBe(Math.floor((prompt - 1) / 16) * 16);
    expect(simulator.stats()[0]).toMatchObject({ prefixQueries: 2 * prompt, kvCacheUsage: 0 });
    const salted = { model: "llama", messages: long, cache_salt: "another tenant" };
    const apart = await client.chat.completions.create(salted);
    expect(apart.usage?.prompt_tokens_details?.cached_tokens).toBe(0);
  });

  it("finds the answer of one turn in the prompt of the next", async () => {
    const { client } = await start();
    const ask = [{ role: "user" as const, content: "Begin. [[tokens=200]]" }];
    const first = await client.chat.completions.create({ model: "llama", messages: ask });
    const next = await client.chat.completions.create({
      model: "llama",
      messages: [
        ...ask,
        { role: "assistant", content: first.choices[0]?.message.content ?? "" },
        ...messages,
      ],
    });
    expect(next.usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(180);
  });

  it("answers several choices, stops at max_tokens and at stop words", async () => {
    const { client } = await start();
    const several = await client.chat.completions.create({ model: "llama", messages, n: 3, max_tokens: 5 });
    expect(several.choices.map(({ finish_reason }) => finish_reason)).toEqual(["length", "length", "length"]);
    expect(new Set(several.choices.map(({ message }) => message.content)).size).toBe(3);
    expect(several.usage?.completion_tokens).toBe(15);
    const stopped = await client.chat.completions.create({
      model: "llama",
      messages: [{ role: "user", content: "[[sequence]] [[tokens=20]]" }],
      stop: " #7",
    });
    expect(stopped.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: " #0 #1 #2 #3 #4 #5 #6" },
    });
  });

  it("calls the offered tool in fragments and answers in words after its result", async () => {
    const { client } = await start();
    const runner = client.chat.completions.stream({ model: "llama", messages, tools: [weather] });
    const fragments: string[] = [];
    runner.on("chunk", (chunk) => {
      const part = chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments;
      if (part !== undefined) fragments.push(part);
    });
    const completion = await runner.finalChatCompletion();
    const call = completion.choices[0]?.message.tool_calls?.[0];
    expect(completion.choices[0]?.finish_reason).toBe("tool_calls");
    expect(call?.type === "function" ? JSON.parse(call.function.arguments) : null).toEqual({
      city: expect.any(String),
      unit: "celsius",
      days: expect.any(Number),
    });
    expect(fragments.length).toBeGreaterThan(3);
    const after = await client.chat.completions.create({
      model: "llama",
      tools: [weather],
      messages: [
        ...messages,
        { role: "assistant", tool_calls: call === undefined ? [] : [call] },
        { role: "tool", tool_call_id: call?.id ?? "", content: "12 °C" },
      ],
    });
    expect(after.choices[0]?.finish_reason).toBe("stop");
    expect(after.choices[0]?.message.content).not.toBeNull();
  });

  it("fills the schema of a structured output", async () => {
    const { client } = await start();
    const answer = await client.chat.completions.create({
      model: "llama",
      messages,
      response_format: {
        type: "json_schema",
        json_schema: { name: "city", schema: weather.function.parameters },
      },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toMatchObject({ unit: "celsius" });
  });
});

describe("errors as vLLM shapes them", () => {
  const failing = async (client: OpenAI, body: object): Promise<APIError> => {
    try {
      await client.chat.completions.create({ model: "llama", messages, ...body });
    } catch (error) {
      if (error instanceof APIError) return error;
    }
    throw new Error("the call did not fail");
  };

  it("unknown model, context length, bad parameters, tools that do not match", async () => {
    const { client } = await start();
    expect(await failing(client, { model: "gpt" })).toMatchObject({
      status: 404,
      error: { message: "The model `gpt` does not exist.", type: "NotFoundError", code: 404 },
    });
    const long = await failing(client, { max_tokens: 131_072 });
    expect(long).toMatchObject({
      status: 400,
      error: { type: "BadRequestError", param: "input_tokens", code: 400 },
    });
    expect(long.message).toContain("maximum context length is 131072 tokens");
    expect(await failing(client, { max_tokens: 0 })).toMatchObject({ status: 400 });
    expect(await failing(client, { temperature: -1 })).toMatchObject({ status: 400 });
    expect(await failing(client, { priority: 1 })).toMatchObject({ status: 400 });
    const wrong = { tools: [weather], tool_choice: { type: "function", function: { name: "other" } } };
    expect(await failing(client, wrong)).toMatchObject({ status: 400 });
  });

  it("refuses when the queue is full, and says 503 on /health only when it is dead", async () => {
    const tight = { maxQueuedRequests: 0, timeScale: 1 };
    const { client, simulator } = await start({
      ...tight,
      profile: { ...(await start()).simulator.profile, maxNumSeqs: 1 },
    });
    const leaving = new AbortController();
    const long = { model: "llama", messages: [{ role: "user" as const, content: "[[tokens=5000]]" }] };
    const first = client.chat.completions.create(long, { signal: leaving.signal }).catch(() => undefined);
    await expect.poll(() => simulator.stats()[0]?.running).toBe(1);
    expect(await failing(client, {})).toMatchObject({ status: 503 });
    expect((await fetch(`${simulator.url}/health`)).status).toBe(200);
    leaving.abort();
    await first;
    simulator.setDead(true);
    expect((await fetch(`${simulator.url}/health`)).status).toBe(503);
    expect(await failing(client, {})).toMatchObject({ status: 500, error: { type: "InternalServerError" } });
  });

  it("asks for its key under /v1 only", async () => {
    const { client, simulator } = await start({ apiKey: "secret" });
    expect(await failing(client, {})).toMatchObject({ status: 401 });
    expect((await fetch(`${simulator.url}/health`)).status).toBe(200);
  });
});

describe("a client that goes away", () => {
  it("frees its place at once, streamed or not", async () => {
    const { client, simulator } = await start({ timeScale: 1 });
    const controllers = [true, false].map((stream) => {
      const controller = new AbortController();
      const body = {
        model: "llama",
        messages: [{ role: "user" as const, content: "[[tokens=5000]]" }],
        stream,
      };
      client.chat.completions.create(body, { signal: controller.signal }).then(
        async (answer) => {
          if (Symbol.asyncIterator in answer) for await (const _ of answer);
        },
        () => undefined,
      );
      return controller;
    });
    await expect.poll(() => simulator.stats()[0]?.running).toBe(2);
    for (const controller of controllers) controller.abort();
    await expect.poll(() => simulator.stats()[0]?.running).toBe(0);
    expect(simulator.stats()[0]).toMatchObject({ finished: { abort: 2, stop: 0 }, kvCacheUsage: 0 });
    const page = await (await fetch(`${simulator.url}/metrics`)).text();
    expect(page).toContain(
      'vllm:request_success_total{model_name="llama",engine="0",finished_reason="abort"} 2.0',
    );
    expect(page).toContain('vllm:num_requests_running{model_name="llama",engine="0"} 0.0');
  });
});
