import { describe, expect, it } from "vitest";
import { readEngineLoad } from "./engine-load.ts";
import { readRetryAfterMs, retryDelayMs } from "./retry.ts";
import type { ReplicaReport, Verdict } from "./router-view.ts";
import { poolOf } from "./routing.fixture.ts";
import { Switchboard } from "./switchboard.ts";

const id = "p/m/r0";

function boardOf(given: Parameters<typeof poolOf>[0] = {}) {
  let nowMs = 0;
  const pool = poolOf({ count: 1, ...given });
  const board = new Switchboard({ now: () => nowMs });
  board.setPools([{ projectId: "p", configVersion: 1, pools: [pool] }]);
  const report = (worker: number, verdicts: [Verdict, number][], more: Partial<ReplicaReport> = {}): void =>
    board.report(worker, {
      prefixes: [],
      replicas: {
        [id]: {
          tokens: 0,
          calls: 0,
          verdicts,
          firstTokens: 0,
          firstTokenMs: 0,
          inputTokens: 0,
          outputTokens: 0,
          ended: 0,
          endedMs: 0,
          ...more,
        },
      },
    });
  return {
    board,
    pool,
    report,
    pass: (ms: number) => {
      nowMs += ms;
    },
    view: (worker = 1) => board.viewFor(worker).replicas[id],
  };
}

describe("breaker", () => {
  it("opens after five failures in a row over all workers, and closes after two successes", () => {
    const { report, view, pass } = boardOf();
    report(1, [["failed", 3]]);
    report(2, [["alive", 1]]);
    report(1, [["failed", 4]]);
    expect(view()?.breaker).toBe("closed");
    report(2, [["failed", 1]]);
    expect(view()?.breaker).toBe("open");
    pass(59_999);
    expect(view()?.breaker).toBe("open");
    pass(1);
    expect(view()?.breaker).toBe("half_open");
    report(1, [["alive", 1]]);
    report(1, [["failed", 1]]);
    expect(view()?.breaker).toBe("open");
    pass(60_000);
    report(1, [["alive", 1]]);
    expect(view()?.breaker).toBe("half_open");
    report(1, [["alive", 1]]);
    expect(view()?.breaker).toBe("closed");
  });

  it("is never tripped by answers that blame the request, nor by 429", () => {
    const { report, view } = boardOf();
    report(1, [
      ["neutral", 100],
      ["alive", 100],
    ]);
    expect(view()?.breaker).toBe("closed");
  });

  it("asks the health of who says it is overloaded, and counts only if it is ill", () => {
    const { board, report, view } = boardOf({ breaker: { failures: 1 } });
    report(1, [["overloaded", 3]]);
    expect(board.suspects()).toEqual([id]);
    board.observeProbe(id, true);
    expect(view()?.breaker).toBe("closed");
    expect(board.suspects()).toEqual([]);
    report(1, [["overloaded", 1]]);
    board.observeProbe(id, false);
    expect(view()?.breaker).toBe("open");
  });

  it("lets one worker at a time try a half-open replica", () => {
    const { report, view, pass } = boardOf({ breaker: { failures: 1, open_ms: 10 } });
    report(1, [["failed", 1]]);
    view(2);
    pass(10);
    expect([view(1)?.mayProbe, view(2)?.mayProbe].filter((may) => may === true)).toHaveLength(1);
  });
});

describe("health", () => {
  it("goes after three failed checks, comes back after two, and starts slowly", () => {
    const { board, view, pass } = boardOf();
    for (const ok of [false, false, true, false, false]) board.observeProbe(id, ok);
    expect(view()?.healthy).toBe(true);
    board.observeProbe(id, false);
    expect(view()?.healthy).toBe(false);
    board.observeProbe(id, true);
    expect(view()?.healthy).toBe(false);
    board.observeProbe(id, true);
    expect(view()).toMatchObject({ healthy: true, share: 0.1 });
    pass(15_000);
    expect(view()?.share).toBeCloseTo(0.5);
    pass(15_000);
    expect(view()?.share).toBe(1);
  });

  it("warms a replica that is new to a running gateway, and keeps what it knows of the others", () => {
    const { board, pool, report, view } = boardOf({ health: { prewarm: 2 }, breaker: { failures: 1 } });
    report(1, [["failed", 1]]);
    const [first] = pool.replicas;
    if (first === undefined) throw new Error("no replica");
    const added = { ...first, id: "p/m/new", name: "new", url: "http://10.0.0.9" };
    board.setPools([{ projectId: "p", configVersion: 2, pools: [{ ...pool, replicas: [first, added] }] }]);
    expect(view()?.breaker).toBe("open");
    expect(board.viewFor(1).replicas["p/m/new"]).toMatchObject({ warming: true });
    board.prewarmed("p/m/new");
    expect(board.viewFor(1).replicas["p/m/new"]).toMatchObject({ warming: false, share: 0.1 });
  });
});

describe("what workers tell each other", () => {
  it("counts the work of the others, not one's own, and forgets the dead", () => {
    const { board, report, view } = boardOf();
    report(1, [], { tokens: 100, calls: 1 });
    report(2, [], { tokens: 50, calls: 2 });
    expect(view(1)).toMatchObject({ otherTokens: 50, otherCalls: 2 });
    expect(view(3)).toMatchObject({ otherTokens: 150, otherCalls: 3 });
    board.workerGone(2);
    expect(view(3)).toMatchObject({ otherTokens: 100, otherCalls: 1 });
  });

  it("passes on what one learned, once, to each of the others", () => {
    const { board } = boardOf();
    for (const worker of [1, 2, 3]) board.viewFor(worker);
    board.report(1, { replicas: {}, prefixes: [[id, [1, 2]]] });
    expect([1, 2, 3, 2].map((worker) => board.viewFor(worker).prefixes.length)).toEqual([0, 1, 1, 0]);
  });

  it("measures throughput over the time in which there was work", () => {
    const { report, view, pass } = boardOf();
    for (let second = 0; second < 60; second++) {
      report(1, [], { tokens: 1, calls: 1 });
      pass(500);
      report(1, [["alive", 1]], { inputTokens: 400, outputTokens: 600 });
      pass(500);
    }
    expect(view()?.tokensPerSecond).toBeCloseTo(2_000, -2);
  });
});

describe("engine load", () => {
  it("sums over the ranks of one engine, whatever its version calls things", () => {
    const now = [
      "# HELP vllm:num_requests_running Number",
      'vllm:num_requests_running{engine="0",model_name="a b"} 3.0',
      'vllm:num_requests_running{engine="1",model_name="a b"} 4.0',
      'vllm:num_requests_waiting{engine="0",model_name="a"} 2.0',
      'vllm:kv_cache_usage_perc{engine="0"} 0.25',
      'vllm:kv_cache_usage_perc{engine="1"} 0.75',
      'vllm:prefix_cache_queries_total{engine="0"} 1e+06',
      'vllm:cache_config_info{block_size="16",enable_prefix_caching="True",engine="0",num_gpu_blocks="1000"} 1.0',
      'vllm:cache_config_info{block_size="16",enable_prefix_caching="True",engine="1",num_gpu_blocks="1000"} 1.0',
      'vllm:cache_config_info{block_size="auto",engine="2"} 1.0',
    ].join("\n");
    expect(readEngineLoad(now)).toEqual({
      running: 7,
      waiting: 2,
      kvCacheUse: 0.75,
      prefixQueriedTokens: 1_000_000,
      cacheTokens: 32_000,
    });
    const before = "vllm:num_requests_running 1\nvllm:gpu_cache_usage_perc 0.5\n";
    expect(readEngineLoad(before)).toEqual({ running: 1, waiting: 0, kvCacheUse: 0.5 });
    expect(
      readEngineLoad("sglang:num_running_reqs 2\nsglang:num_queue_reqs 5\nsglang:token_usage 0.1"),
    ).toEqual({
      running: 2,
      waiting: 5,
      kvCacheUse: 0.1,
    });
    expect(readEngineLoad("<html>not metrics</html>\nvllm:num_requests_running NaN")).toBeNull();
  });
});

describe("retries", () => {
  const { retries } = poolOf();
  it("doubles from a second to a minute, with a jitter from a half to the whole", () => {
    const delays = (random: number) =>
      [1, 2, 3, 7, 20].map((failed) => retryDelayMs(retries, failed, undefined, () => random));
    expect(delays(1)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
    expect(delays(0)).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
  });

  it("waits as long as it is told, and not at all when that is too long", () => {
    expect(retryDelayMs(retries, 1, 7_000, () => 0)).toBe(7_000);
    expect(retryDelayMs(retries, 1, 61_000, () => 0)).toBeNull();
  });

  it("reads seconds, milliseconds and dates", () => {
    const nowMs = Date.parse("2026-01-01T00:00:00Z");
    const read = (headers: Record<string, string>) => readRetryAfterMs((name) => headers[name], nowMs);
    expect(read({ "retry-after": "3" })).toBe(3_000);
    expect(read({ "retry-after": "0.5" })).toBe(500);
    expect(read({ "retry-after": "3", "retry-after-ms": "20" })).toBe(20);
    expect(read({ "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" })).toBe(9_000);
    expect(read({ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" })).toBe(0);
    expect(read({ "retry-after": "soon" })).toBeUndefined();
    expect(read({})).toBeUndefined();
  });
});
