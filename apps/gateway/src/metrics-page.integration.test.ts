import { setTimeout as sleep } from "node:timers/promises";
import { readLabels, readSamples } from "@plumbline/routing/read-exposition";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { answerChat, chatBody, sendJson, startUpstream, streamWords } from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf } from "./gateway.fixture.ts";
import { startGatewayProcess } from "./gateway-process.fixture.ts";

/** What dashboards of the field query: name, type, labels, and the buckets of histograms. */
const call = ["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model"];
const seconds = ["0.1", "0.5", "1", "2", "5", "10", "30", "60", "+Inf"];
const genAiSeconds = "0.01 0.02 0.04 0.08 0.16 0.32 0.64 1.28 2.56 5.12 10.24 20.48 40.96 81.92 +Inf".split(
  " ",
);
const promised: Record<string, { type: string; labels?: string[]; buckets?: string[] }> = {
  llm_requests_total: { type: "counter", labels: ["model", "status"] },
  llm_request_duration_seconds: { type: "histogram", labels: ["model"], buckets: seconds },
  llm_request_latency_seconds: { type: "histogram", labels: ["model"], buckets: seconds },
  llm_tokens_total: { type: "counter", labels: ["direction", "model", "type"] },
  llm_cost_dollars: { type: "counter", labels: ["model"] },
  llm_cost_dollars_total: { type: "counter", labels: ["model"] },
  llm_cache_hits_total: { type: "counter" },
  llm_cache_misses_total: { type: "counter", labels: [] },
  llm_cache_hit_rate: { type: "gauge" },
  llm_requests_per_second: { type: "gauge", labels: ["model"] },
  llm_errors_total: { type: "counter", labels: ["error_type", "model"] },
  llm_eval_score: { type: "histogram" },
  llm_guardrail_blocks_total: { type: "counter" },
  gen_ai_client_token_usage: {
    type: "histogram",
    labels: [...call, "gen_ai_token_type"],
    buckets: "1 4 16 64 256 1024 4096 16384 65536 262144 1048576 4194304 16777216 67108864 +Inf".split(" "),
  },
  gen_ai_client_operation_duration_seconds: {
    type: "histogram",
    labels: ["error_type", ...call],
    buckets: genAiSeconds,
  },
  gen_ai_server_request_duration_seconds: {
    type: "histogram",
    labels: ["error_type", ...call],
    buckets: genAiSeconds,
  },
  gen_ai_server_time_to_first_token_seconds: {
    type: "histogram",
    labels: call,
    buckets: "0.001 0.005 0.01 0.02 0.04 0.06 0.08 0.1 0.25 0.5 0.75 1 2.5 5 7.5 10 +Inf".split(" "),
  },
  gen_ai_server_time_per_output_token_seconds: {
    type: "histogram",
    labels: call,
    buckets: "0.01 0.025 0.05 0.075 0.1 0.15 0.2 0.3 0.4 0.5 0.75 1 2.5 +Inf".split(" "),
  },
};

const waits = "0.05 0.1 0.25 0.5 1 2.5 5 10 30 60 120 300 +Inf".split(" ");
const replica = ["pool", "project", "replica"];
const ours: typeof promised = {
  plumbline_gateway_calls_total: { type: "counter", labels: ["outcome"] },
  plumbline_gateway_attempts_total: { type: "counter", labels: ["outcome"] },
  plumbline_gateway_retries_total: { type: "counter", labels: ["pool"] },
  plumbline_gateway_fallbacks_total: { type: "counter", labels: ["pool"] },
  plumbline_gateway_hedges_total: { type: "counter" },
  plumbline_gateway_aborted_calls_total: { type: "counter" },
  plumbline_gateway_degraded_calls_total: { type: "counter" },
  plumbline_gateway_calls_in_flight: { type: "gauge", labels: [] },
  plumbline_gateway_streams_open: { type: "gauge", labels: [] },
  plumbline_gateway_overhead_seconds: {
    type: "histogram",
    labels: [],
    buckets: "0.0001 0.00025 0.0005 0.001 0.002 0.005 0.01 0.05 0.25 +Inf".split(" "),
  },
  plumbline_gateway_time_to_first_token_seconds: { type: "histogram", labels: [], buckets: waits },
  plumbline_gateway_queue_seconds: { type: "histogram", labels: [], buckets: waits },
  plumbline_gateway_queue_length: { type: "gauge", labels: ["pool", "project"] },
  plumbline_gateway_queue_oldest_wait_seconds: { type: "gauge", labels: ["pool", "project"] },
  plumbline_gateway_workers: { type: "gauge", labels: [] },
  plumbline_gateway_worker_deaths_total: { type: "counter", labels: [] },
  plumbline_gateway_lost_records_total: { type: "counter", labels: [] },
  plumbline_gateway_replica_healthy: { type: "gauge", labels: replica },
  plumbline_gateway_replica_warming: { type: "gauge", labels: replica },
  plumbline_gateway_replica_draining: { type: "gauge", labels: replica },
  plumbline_gateway_replica_share: { type: "gauge", labels: replica },
  plumbline_gateway_replica_calls: { type: "gauge", labels: replica },
  plumbline_gateway_replica_outstanding_tokens: { type: "gauge", labels: replica },
  plumbline_gateway_replica_engine_running: { type: "gauge", labels: replica },
  plumbline_gateway_replica_engine_waiting: { type: "gauge", labels: replica },
  plumbline_gateway_replica_kv_cache_use: { type: "gauge", labels: replica },
  plumbline_gateway_replica_time_to_first_token_seconds: { type: "gauge", labels: replica },
  plumbline_gateway_replica_tokens_per_second: { type: "gauge" },
  plumbline_gateway_replica_breaker: { type: "gauge", labels: [...replica, "state"] },
  plumbline_journal_backlog_records: { type: "gauge", labels: [] },
  plumbline_journal_backlog_bytes: { type: "gauge", labels: [] },
  plumbline_journal_disk_bytes: { type: "gauge", labels: [] },
  plumbline_drain_lag_seconds: { type: "gauge", labels: [] },
};

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "Say hello." }];

async function scrape(url: string): Promise<Page> {
  // A connection that was handed to a worker in the moment of its death is answered by nobody.
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) });
  expect(response.headers.get("content-type")).toContain("text/plain");
  return new Page(await response.text());
}

class Page {
  readonly text: string;
  readonly samples: { name: string; labels: Map<string, string>; value: number }[];
  readonly types = new Map<string, string>();

  constructor(text: string) {
    this.text = text;
    const lines = text.split("\n");
    for (const [, name = "", type = ""] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm))
      this.types.set(name, type);
    this.samples = [...readSamples(text)].map(({ labelText, ...sample }) => ({
      ...sample,
      labels: readLabels(labelText),
    }));
    // Nothing on it that the format does not know.
    expect(this.samples).toHaveLength(lines.filter((line) => line !== "" && !line.startsWith("# ")).length);
  }

  of(name: string): Page["samples"] {
    const suffix = this.types.get(name) === "histogram" ? "_bucket" : "";
    return this.samples.filter((sample) => sample.name === `${name}${suffix}`);
  }

  /** Of one series, by some of its labels. */
  value(name: string, wanted: Record<string, string> = {}): number | undefined {
    const matches = this.samples.filter(
      (sample) =>
        sample.name === name &&
        Object.entries(wanted).every(([label, value]) => sample.labels.get(label) === value),
    );
    return matches.length === 0 ? undefined : matches.reduce((sum, { value }) => sum + value, 0);
  }

  /** In the form of the table. Labels are all that any series has; without samples they are not seen. */
  describe(name: string): { type: string | undefined; labels?: string[]; buckets?: string[] } {
    const samples = this.of(name);
    const labels = new Set(samples.flatMap((sample) => [...sample.labels.keys()]));
    labels.delete("le");
    const buckets = new Set(samples.flatMap((sample) => sample.labels.get("le") ?? []));
    return {
      type: this.types.get(name),
      ...(samples.length === 0 ? {} : { labels: [...labels].sort() }),
      ...(buckets.size === 0 ? {} : { buckets: [...buckets] }),
    };
  }
}

describe("the page of metrics", () => {
  it("has every name, label and bucket after calls of the openai client, added up over the workers", async () => {
    const engine = await startUpstream(answerChat);
    engine.pages.set("/metrics", {
      status: 200,
      text: "vllm:num_requests_running 3\nvllm:num_requests_waiting 1\nvllm:kv_cache_usage_perc 0.25\n",
    });
    const hosted = await startUpstream((seen, response) =>
      seen.body.stream === true
        ? streamWords(seen, response)
        : sendJson(response, chatBody("Hello.", { model: "gpt-4o-mini" })),
    );
    const broken = await startUpstream((_seen, response) => sendJson(response, '{"error":{}}', 500));
    const gateway = await startGatewayProcess(
      {
        pools: [
          poolOf(engine.url),
          poolOf(hosted.url, {
            name: "gpt-4o-mini",
            replicas: [{ url: hosted.url, kind: "openai", api_key: "sk-up", model: "gpt-4o-mini" }],
          }),
          poolOf(broken.url, {
            name: "falls",
            fallbacks: ["model-a"],
            retries: { attempts: 1, first_delay_ms: 1 },
          }),
          poolOf(broken.url, { name: "broken" }),
        ],
      },
      { workers: 2 },
    );
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
    const before = await scrape(gateway.url);
    expect(before.value("llm_requests_total")).toBeUndefined();
    expect(before.text).not.toContain("NaN");
    for (const model of ["model-a", "model-a", "gpt-4o-mini", "falls"]) {
      await client.chat.completions.create({ model, messages });
      for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
        expect(chunk.object).toBe("chat.completion.chunk");
      }
    }
    await expect(client.chat.completions.create({ model: "broken", messages })).rejects.toThrow("500");
    for (const model of ["nobody", "no-one"]) {
      await expect(client.chat.completions.create({ model, messages })).rejects.toThrow("404");
    }

    await expect
      .poll(async () => (await scrape(gateway.url)).value("plumbline_gateway_calls_total"))
      .toBe(11);
    await expect
      .poll(async () =>
        (await scrape(gateway.url)).value("plumbline_gateway_replica_kv_cache_use", { pool: "model-a" }),
      )
      .toBe(0.25);
    // The second may begin when the first has answered already.
    await expect.poll(async () => (await scrape(gateway.url)).value("plumbline_gateway_workers")).toBe(2);
    const page = await scrape(gateway.url);
    for (const [name, wanted] of Object.entries({ ...promised, ...ours })) {
      expect([name, page.describe(name)]).toEqual([name, wanted]);
      expect(page.text).toContain(`# HELP ${name} `);
    }
    expect(page.value("llm_requests_total", { model: "model-a", status: "success" })).toBe(6);
    expect(page.value("llm_requests_total", { model: "broken", status: "error" })).toBe(1);
    expect(page.value("llm_errors_total", { model: "broken", error_type: "api_error" })).toBe(1);
    // Names that clients make up share one label.
    expect(page.value("llm_requests_total", { model: "other", status: "error" })).toBe(2);
    expect(page.text).not.toContain("no-one");
    expect(page.value("llm_tokens_total", { model: "model-a", direction: "output", type: "output" })).toBe(
      18,
    );
    // 11 tokens in, 3 out, at 0.15 and 0.60 USD a million; the stream was of a model without a price.
    expect(page.value("llm_cost_dollars_total", { model: "gpt-4o-mini" })).toBeCloseTo(3.45e-6, 12);
    expect(page.value("llm_cost_dollars_total", { model: "model-a" })).toBeUndefined();
    expect(
      page.value("gen_ai_server_time_to_first_token_seconds_count", { gen_ai_request_model: "model-a" }),
    ).toBe(3);
    expect(page.value("plumbline_gateway_fallbacks_total", { pool: "model-a" })).toBe(2);
    expect(page.value("plumbline_gateway_retries_total", { pool: "falls" })).toBe(2);
    expect(page.value("llm_cache_misses_total")).toBe(0);
    expect(page.value("llm_cache_hit_rate")).toBeUndefined();
    expect(page.value("plumbline_gateway_workers")).toBe(2);
  });

  it("never goes down: not when a worker dies, and not when one hangs", async () => {
    const engine = await startUpstream(answerChat);
    const gateway = await startGatewayProcess({ pools: [poolOf(engine.url)] }, { workers: 2 });
    const ask = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        const body = JSON.stringify({ model: "model-a", messages });
        const headers = { connection: "close" };
        await (await gateway.call("/v1/chat/completions", { method: "POST", body, headers })).text();
      }
    };
    const counted = async (): Promise<number | undefined> =>
      (await scrape(gateway.url)).value("llm_requests_total", { model: "model-a" });
    await ask(20);
    await expect.poll(counted).toBe(20);

    const [first, second] = gateway.workerPids();
    process.kill(first ?? 0, "SIGKILL");
    const fleet = async (): Promise<unknown[]> => {
      const page = await scrape(gateway.url);
      return [page.value("plumbline_gateway_worker_deaths_total"), page.value("plumbline_gateway_workers")];
    };
    await expect.poll(fleet).toEqual([1, 2]);
    expect(await counted()).toBe(20);
    expect((await scrape(gateway.url)).value("plumbline_gateway_calls_in_flight")).toBe(0);
    await ask(4);
    await expect.poll(counted).toBe(24);

    // The one that hangs accepts no connection either: the other answers, some of the time.
    process.kill(second ?? 0, "SIGSTOP");
    try {
      const seen: (number | undefined)[] = [];
      for (let tries = 0; tries < 20 && seen.length < 2; tries++) {
        const count = await counted().catch(() => null);
        if (count !== null) seen.push(count);
        else await sleep(50);
      }
      expect(seen).toEqual([24, 24]);
    } finally {
      process.kill(second ?? 0, "SIGCONT");
    }
  });
});
