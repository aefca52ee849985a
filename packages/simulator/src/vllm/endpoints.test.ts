import { type IncomingMessage, request } from "node:http";
import type OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { FrameReader, sequenceNumbers } from "../load/frame-reader.ts";
import { profiles } from "../profiles.ts";
import type { VllmSimulator } from "../start-vllm.ts";
import { messages, start } from "../vllm.fixture.ts";

describe("the other endpoints", () => {
  it("completions, responses, embeddings, models, tokenize, version, load", async () => {
    const { client, simulator } = await start({ loraAdapters: ["llama-sql"] });
    const completion = await client.completions.create({
      model: "llama-sql",
      prompt: "Once upon a time",
      max_tokens: 9,
    });
    expect(completion.usage?.completion_tokens).toBe(9);
    const response = await client.responses.create({ model: "llama", input: "Hello [[tokens=6]]" });
    expect(response.output_text.split(" ")).toHaveLength(6);
    const stream = client.responses.stream({ model: "llama", input: "Hello [[tokens=6]]" });
    expect((await stream.finalResponse()).output_text).toBe(response.output_text);
    const embedded = await client.embeddings.create({
      model: "llama",
      input: ["a", "b", "a"],
      dimensions: 64,
    });
    expect(embedded.data.map(({ embedding }) => embedding.length)).toEqual([64, 64, 64]);
    expect(embedded.data[0]?.embedding).toEqual(embedded.data[2]?.embedding);
    expect(embedded.data[0]?.embedding).not.toEqual(embedded.data[1]?.embedding);
    const models = await client.models.list();
    expect(models.data).toMatchObject([
      { id: "llama", max_model_len: 131_072, parent: null },
      { id: "llama-sql", parent: "llama" },
    ]);
    const counted = await fetch(`${simulator.url}/tokenize`, {
      method: "POST",
      body: JSON.stringify({ model: "llama", prompt: "one two three" }),
    });
    expect(await counted.json()).toMatchObject({ count: 3, tokens: [0, 1, 2], max_model_len: 131_072 });
    expect(await (await fetch(`${simulator.url}/load`)).json()).toEqual({ server_load: 0 });
    expect(await (await fetch(`${simulator.url}/version`)).json()).toEqual({ version: "0.29.0" });
    expect((await fetch(`${simulator.url}/v2/nothing`)).status).toBe(404);
  });

  it("answers ordinary calls of the instant profile without its engine, and the others with it", async () => {
    const { client, simulator } = await start({ profile: "instant", timeScale: 1 });
    const body = { model: "llama", messages: [{ role: "user" as const, content: "Hi" }] };
    const [one, two] = [
      await client.chat.completions.create(body),
      await client.chat.completions.create(body),
    ];
    expect(one.id).not.toBe(two.id);
    expect(one.usage).toMatchObject({ completion_tokens: 32 });
    expect(simulator.stats()[0]?.prefixQueries).toBe(0);
    const limited = await client.chat.completions.create({ ...body, max_tokens: 3 });
    expect(limited.usage?.completion_tokens).toBe(3);
    let chunks = 0;
    for await (const _ of await client.chat.completions.create({ ...body, stream: true })) chunks += 1;
    expect(chunks).toBe(34);
  });
});

describe("/metrics", () => {
  it("has one series per engine, and the tokens of all answers", async () => {
    const { client, simulator } = await start({ engines: 2 });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => client.chat.completions.create({ model: "llama", messages })),
    );
    const page = await (await fetch(`${simulator.url}/metrics`)).text();
    const sum = (name: string): number =>
      [
        ...page.matchAll(new RegExp(`^vllm:${name}\\{model_name="llama",engine="[01]"\\} (\\S+)$`, "gm")),
      ].reduce((total, [, value]) => total + Number(value), 0);
    const total = (read: (usage: OpenAI.CompletionUsage) => number): number =>
      answers.reduce((tokens, { usage }) => tokens + (usage === undefined ? Number.NaN : read(usage)), 0);
    expect(sum("generation_tokens_total")).toBe(total((usage) => usage.completion_tokens));
    expect(sum("prompt_tokens_total")).toBe(total((usage) => usage.prompt_tokens));
    expect(sum("time_to_first_token_seconds_count")).toBe(6);
    expect(sum("inter_token_latency_seconds_count")).toBe(6 * 19);
    expect(sum("e2e_request_latency_seconds_count")).toBe(6);
    expect(sum("request_queue_time_seconds_count")).toBe(6);
    expect(sum("prefix_cache_queries_total")).toBe(total((usage) => usage.prompt_tokens));
    expect(page).toContain('vllm:cache_config_info{block_size="16",num_gpu_blocks="26226"');
    expect(page).not.toContain("gpu_cache_usage_perc");
  });

  it("has the old names instead on request", async () => {
    const { simulator } = await start({ legacyMetrics: true });
    const page = await (await fetch(`${simulator.url}/metrics`)).text();
    for (const name of [
      "gpu_cache_usage_perc",
      "gpu_prefix_cache_queries_total",
      "time_per_output_token_seconds_count",
    ])
      expect(page).toContain(`vllm:${name}{`);
    expect(page).not.toContain("vllm:kv_cache_usage_perc");
    expect(page).not.toContain("vllm:inter_token_latency_seconds");
  });
});

describe("a stream", () => {
  const open = (simulator: VllmSimulator, content: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const sent = request(`${simulator.url}/v1/chat/completions`, { method: "POST" }, resolve);
      sent.on("error", reject);
      sent.end(JSON.stringify({ model: "llama", stream: true, messages: [{ role: "user", content }] }));
    });

  it("merges what a slow reader has not taken, and loses nothing of it", async () => {
    const { simulator } = await start({ profile: "instant", timeScale: 1 });
    const response = await open(simulator, "[[sequence]] [[tokens=30000]]");
    await expect.poll(() => simulator.stats()[0]?.finished.stop).toBe(1);
    const reader = new FrameReader();
    const numbers: number[] = [];
    let frames = 0;
    for await (const chunk of response) {
      for (const frame of reader.read(chunk)) {
        frames += 1;
        for (const number of sequenceNumbers(frame)) numbers.push(number);
      }
    }
    expect(numbers).toEqual(Array.from({ length: 30_000 }, (_, place) => place));
    expect(frames).toBeLessThan(30_000);
  });

  it("is kept alive by comments while its engine is busy", async () => {
    const slow = { ...profiles["stream-50"], stepBaseMs: 200 };
    const { simulator } = await start({ profile: slow, timeScale: 1, keepAliveMs: 20 });
    const response = await open(simulator, "[[sequence]] [[tokens=3]]");
    let text = "";
    for await (const chunk of response) text += String(chunk);
    expect(text).toMatch(/^(: keep-alive\n\n)+data: /);
    expect(sequenceNumbers(text)).toEqual([0, 1, 2]);
  });
});
