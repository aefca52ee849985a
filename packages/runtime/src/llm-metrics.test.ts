import { describe, expect, it } from "vitest";
import { createLlmMetrics } from "./llm-metrics.ts";
import { createMetrics } from "./metrics.ts";

function setUp(maxModels?: number) {
  let now = 1_000_000;
  const metrics = createMetrics({ process: "test" });
  const llm = createLlmMetrics(metrics, {
    clock: { nowMs: () => now, nowUs: () => now * 1000 },
    ...(maxModels === undefined ? {} : { maxModels }),
  });
  const lines = async () =>
    (await metrics.expose()).text.split("\n").filter((line) => /^(llm|gen_ai)_/.test(line));
  return { llm, lines, advanceMs: (ms: number) => (now += ms) };
}

describe("llm metrics", () => {
  it("carry the names, labels and buckets that dashboards query", async () => {
    const { llm, lines } = setUp();
    llm.observeGeneration({
      model: "gpt-4o",
      status: "success",
      durationMs: 700,
      inputTokens: 10,
      outputTokens: 4,
      costUsd: 0.25,
    });
    llm.observeGeneration({ model: "gpt-4o", status: "error", errorType: "timeout" });
    llm.observeCacheHit("exact");
    llm.observeCacheMiss();
    llm.observeEvalScore("gpt-4o", "faithfulness", 0.95);
    llm.observeGuardrailBlock("pii", "input");
    const text = await lines();
    expect(text).toEqual(
      expect.arrayContaining([
        'llm_requests_total{model="gpt-4o",status="success"} 1',
        'llm_requests_total{model="gpt-4o",status="error"} 1',
        'llm_errors_total{model="gpt-4o",error_type="timeout"} 1',
        'llm_tokens_total{model="gpt-4o",direction="input",type="input"} 10',
        'llm_tokens_total{model="gpt-4o",direction="output",type="output"} 4',
        'llm_cost_dollars{model="gpt-4o"} 0.25',
        'llm_cost_dollars_total{model="gpt-4o"} 0.25',
        'llm_request_duration_seconds_bucket{le="0.5",model="gpt-4o"} 0',
        'llm_request_duration_seconds_bucket{le="1",model="gpt-4o"} 1',
        'llm_request_latency_seconds_count{model="gpt-4o"} 1',
        'llm_cache_hits_total{cache_level="exact"} 1',
        "llm_cache_misses_total 1",
        'gen_ai_client_token_usage_bucket{le="16",gen_ai_request_model="gpt-4o",gen_ai_token_type="input"} 1',
        'gen_ai_client_token_usage_sum{gen_ai_request_model="gpt-4o",gen_ai_token_type="output"} 4',
        'gen_ai_client_operation_duration_seconds_count{gen_ai_request_model="gpt-4o"} 1',
        "llm_cache_hit_rate 0.5",
        'llm_eval_score_bucket{le="1",model="gpt-4o",eval_type="faithfulness"} 1',
        'llm_guardrail_blocks_total{guard_type="pii",stage="input"} 1',
      ]),
    );
    const buckets = (name: string) =>
      text.filter((line) => line.startsWith(`${name}_bucket`)).map((line) => /le="([^"]+)"/.exec(line)?.[1]);
    expect(buckets("llm_request_duration_seconds")).toEqual([
      "0.1",
      "0.5",
      "1",
      "2",
      "5",
      "10",
      "30",
      "60",
      "+Inf",
    ]);
    expect(buckets("llm_request_latency_seconds")).toEqual([
      "0.1",
      "0.5",
      "1",
      "2",
      "5",
      "10",
      "30",
      "60",
      "+Inf",
    ]);
    expect(buckets("llm_eval_score").map(Number).slice(0, 10)).toEqual([
      0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
    ]);
  });

  it("fold models beyond the cap into other", async () => {
    const { llm, lines } = setUp(2);
    for (let index = 0; index < 50; index++) llm.observeGeneration({ model: `m${index}`, status: "success" });
    const requests = (await lines()).filter((line) => line.startsWith("llm_requests_total"));
    expect(requests).toEqual([
      'llm_requests_total{model="m0",status="success"} 1',
      'llm_requests_total{model="m1",status="success"} 1',
      'llm_requests_total{model="other",status="success"} 48',
    ]);
  });

  it("rate the last minute only", async () => {
    const { llm, lines, advanceMs } = setUp();
    for (let index = 0; index < 30; index++) llm.observeGeneration({ model: "m", status: "success" });
    advanceMs(1000);
    for (let index = 0; index < 30; index++) llm.observeGeneration({ model: "m", status: "success" });
    expect(await lines()).toContain('llm_requests_per_second{model="m"} 1');
    advanceMs(59_000);
    expect(await lines()).toContain('llm_requests_per_second{model="m"} 0.5');
    advanceMs(60_000);
    expect(await lines()).toContain('llm_requests_per_second{model="m"} 0');
  });

  it("ignore numbers that no counter can hold", async () => {
    const { llm, lines } = setUp();
    llm.observeGeneration({
      model: "",
      status: "success",
      durationMs: -1,
      inputTokens: Number.NaN,
      costUsd: -0.1,
    });
    expect(await lines()).toContain('llm_requests_total{model="unknown",status="success"} 1');
    expect((await lines()).some((line) => line.startsWith("llm_cost_dollars{"))).toBe(false);
  });
});
