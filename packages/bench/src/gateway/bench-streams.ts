import type { Line } from "../ingest/report.ts";
import type { Bench } from "./bench-gateway.ts";
import { openHops } from "./bench-rates.ts";
import type { Hop } from "./hops.ts";
import type { LoadSummary } from "./load-part.ts";
import { upstreamModel } from "./payload.ts";
import { judged, median, spread } from "./verdict.ts";

const framesPerSecond = 50;

/**
 * Streams begin at an even pace, such that so many run at once: none begins with all the others. Every
 * frame has a number, by which a lost one shows.
 */
export async function benchStreams(bench: Bench): Promise<Line[]> {
  const { settings, gateway, upstream, load } = bench;
  const { seconds, streams } = settings;
  const url = await upstream.ask("start", { profile: "stream-50" });
  // A worker has 100 connections to a replica: enough replicas that no stream waits for one of them.
  const replicas = Array.from({ length: Math.ceil(streams / 50) }, (_, number) => ({
    name: `way-${number}`,
    url,
    kind: "vllm" as const,
    model: upstreamModel,
  }));
  await gateway.serve([{ name: upstreamModel, replicas }]);
  const tokens = Math.round(seconds * framesPerSecond);
  const order = {
    bodyBytes: 1_000,
    stream: true,
    tail: `[[sequence]] [[tokens=${tokens}]]`,
    concurrency: streams,
    perSecond: streams / seconds,
    requests: streams * 2,
    expectedTokens: tokens,
    expectedGapMs: 1_000 / framesPerSecond,
  };
  const hops = await openHops(bench, url);
  const results: Results = new Map(hops.map(({ name }) => [name, []]));
  try {
    for (let round = 0; round < Math.min(3, settings.rounds); round += 1) {
      for (const hop of hops) {
        const cpuBefore = hop.cpuSeconds();
        const summary = await load.ask("load", { ...hop.target, ...order });
        await hop.settled();
        const frameMicroseconds = ((hop.cpuSeconds() - cpuBefore) * 1e6) / Math.max(1, summary.tokens);
        results.get(hop.name)?.push({ ...summary, frameMicroseconds });
      }
    }
  } finally {
    for (const hop of hops) await hop.close();
  }
  return [
    { label: "At once", value: `${streams} streams of ${tokens} frames, ${order.requests} in a round` },
    ...hops.flatMap(({ name }) => linesOf(name, results)),
  ];
}

/** All that the hop's processes took, records and their way into ClickHouse included, by the frames. */
type Measured = LoadSummary & { frameMicroseconds: number };
type Results = Map<Hop["name"], Measured[]>;

function linesOf(name: Hop["name"], results: Results): Line[] {
  const own = results.get(name) ?? [];
  const direct = results.get("direct") ?? [];
  const whole = own.reduce((total, { ends }) => total + ends.complete, 0);
  const all = own.reduce(
    (total, { ends }) => total + Object.values(ends).reduce((sum, count) => sum + count, 0),
    0,
  );
  const lost = own.reduce((total, result) => total + result.lost, 0);
  const stalled = own.reduce((total, result) => total + result.stalled, 0);
  const added = (read: (summary: LoadSummary) => number): number[] =>
    own.map((summary, round) => read(summary) - read(direct[round] ?? summary));
  const frames = {
    label: `${name}: frames lost`,
    value: `${lost} (${stalled} stalled), ${whole} of ${all} streams whole`,
  };
  if (name === "direct") {
    const first = own.map(({ firstToken }) => firstToken.p99);
    const delay = own.map(({ tokenDelay }) => tokenDelay.p99);
    return [
      frames,
      { label: "direct: first token at p99", value: spread(first, 1, "ms") },
      { label: "direct: a frame's delay at p99", value: spread(delay, 1, "ms") },
    ];
  }
  const first = added(({ firstToken }) => firstToken.p99);
  const delay = added(({ tokenDelay }) => tokenDelay.p99);
  const late = { label: `${name}: a frame's delay, added at p99`, value: spread(delay, 1, "ms") };
  const label = `${name}: first token, added at p99`;
  const cpu = {
    label: `${name}: processor time of a frame`,
    value: spread(
      own.map(({ frameMicroseconds }) => frameMicroseconds),
      0,
      "µs",
    ),
  };
  if (name !== "gateway") return [frames, { label, value: spread(first, 1, "ms") }, late, cpu];
  return [
    judged(frames.label, frames.value, "0", lost === 0 && whole === all),
    judged(label, spread(first, 1, "ms"), "≤ 5 ms", median(first) <= 5),
    late,
    cpu,
  ];
}
