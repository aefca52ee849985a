import type { Line } from "../ingest/report.ts";
import type { Bench } from "./bench-gateway.ts";
import type { LoadSummary } from "./load-part.ts";
import { upstreamModel } from "./payload.ts";
import type { PoolInput } from "./served-gateway.ts";
import { judged, median, spread } from "./verdict.ts";

const strategies = ["round_robin", "least_outstanding", "prefix_affinity"] as const;
type Measured = (typeof strategies)[number];

const replicas = 4;
/** Engines run four times as fast as their profile, or a round would take minutes. */
const timeScale = 0.25;
/**
 * Together more than twice what one replica's KV cache holds, and two thirds of what all four do. Published
 * shared-prefix runs (SGLang's `generated-shared-prefix`) are of this kind: tens of beginnings of thousands
 * of tokens, some 16 calls of each, a short question, as many at a time as saturate the engines.
 */
const groups = 24;
const beginningBytes = 15_000;
const answerTokens = 64;
const concurrency = 32;

/** Every strategy has engines of its own, and every round beginnings that no engine has seen. */
export async function benchAffinity({ gateway, upstream, load, settings }: Bench): Promise<Line[]> {
  const pools: PoolInput[] = [];
  for (const strategy of strategies) {
    const urls: string[] = [];
    for (let replica = 0; replica < replicas; replica += 1)
      urls.push(await upstream.ask("start", { profile: "llama-3.1-8b-a10g", timeScale }));
    pools.push({
      name: strategy,
      strategy,
      replicas: urls.map((url) => ({ url, kind: "vllm", model: upstreamModel })),
      retries: { attempts: 0 },
      health: { slow_start_ms: 0 },
    });
  }
  await gateway.serve(pools);
  const results = new Map<Measured, LoadSummary[]>(strategies.map((strategy) => [strategy, []]));
  for (let round = 0; round < settings.rounds; round += 1) {
    for (const strategy of strategies) {
      const summary = await load.ask("load", {
        ...gateway.target,
        model: strategy,
        bodyBytes: 300,
        stream: true,
        tail: `[[tokens=${answerTokens}]]`,
        concurrency,
        requests: settings.affinityRequests,
        shared: { groups, bytes: beginningBytes, seed: round + 1 },
      });
      results.get(strategy)?.push(summary);
      await gateway.drained();
    }
  }
  return linesOf(results);
}

function linesOf(results: ReadonlyMap<Measured, LoadSummary[]>): Line[] {
  const read = (strategy: Measured, value: (summary: LoadSummary) => number): number[] =>
    (results.get(strategy) ?? []).map(value);
  const pace = (strategy: Measured): number[] => read(strategy, ({ tokensPerSecond }) => tokensPerSecond);
  const late = (strategy: Measured): number[] => read(strategy, ({ firstToken }) => firstToken.p99);
  const lines = strategies.flatMap((strategy): Line[] => {
    const failed = read(
      strategy,
      ({ ends }) => ends.refused + ends.broken + ends.unfinished + ends["error-frame"],
    );
    const failures = failed.reduce((sum, count) => sum + count, 0);
    return [
      {
        label: strategy,
        value: `${spread(pace(strategy), 0, "tokens/s")}${failures === 0 ? "" : `, ${failures} failed`}`,
      },
      {
        label: "  first token",
        value: `p50 ${spread(
          read(strategy, ({ firstToken }) => firstToken.p50),
          0,
          "ms",
        )}, p99 ${spread(late(strategy), 0, "ms")}`,
      },
    ];
  });
  const times = median(pace("prefix_affinity")) / median(pace("round_robin"));
  const [own, least] = [median(late("prefix_affinity")), median(late("least_outstanding"))];
  return [
    {
      label: "Traffic",
      value: `${groups} beginnings of ${beginningBytes} bytes, ${concurrency} streams at once`,
    },
    ...lines,
    judged("Affinity by round robin", `${times.toFixed(2)} ×`, "≥ 1.5 ×", times >= 1.5),
    judged(
      "Affinity's p99 by least outstanding's",
      `${own.toFixed(0)} ms, ${least.toFixed(0)} ms`,
      "never worse",
      own <= least,
    ),
  ];
}
