import { cpuSeconds } from "../ingest/process-usage.ts";
import type { Line } from "../ingest/report.ts";
import type { Bench } from "./bench-gateway.ts";
import { openHops } from "./bench-rates.ts";
import type { Hop } from "./hops.ts";
import { upstreamModel } from "./payload.ts";
import { frameGapMs } from "./plain-stream.ts";
import type { RawStreamsReport } from "./raw-streams.ts";
import { judged, median, spread } from "./verdict.ts";

/**
 * Streams begin at an even pace, such that so many run at once: none begins with all the others. Every
 * frame has a number, by which a lost one shows.
 */
export async function benchStreams(bench: Bench): Promise<Line[]> {
  const { settings, gateway, upstream, load } = bench;
  const { seconds, streams } = settings;
  const url = await upstream.ask("startPlain");
  // A replica has 100 connections: enough replicas that no stream waits for one of them.
  const replicas = Array.from({ length: Math.ceil(streams / 50) }, (_, number) => ({
    name: `way-${number}`,
    url,
    kind: "vllm" as const,
    model: upstreamModel,
  }));
  await gateway.serve([{ name: upstreamModel, replicas }]);
  const tokens = Math.round((seconds * 1_000) / frameGapMs);
  const order = {
    bodyBytes: 1_000,
    tokens,
    gapMs: frameGapMs,
    perSecond: streams / seconds,
    requests: streams * 2,
  };
  const hops = await openHops(bench, url);
  const results: Results = new Map(hops.map(({ name }) => [name, []]));
  try {
    for (let round = 0; round < Math.min(3, settings.rounds); round += 1) {
      for (const hop of hops) {
        const before = [hop.cpuSeconds(), cpuSeconds(upstream.pid)] as const;
        const report = await load.ask("rawStreams", { ...hop.target, ...order });
        await hop.settled();
        const perFrame = (seconds: number): number => (seconds * 1e6) / Math.max(1, report.frames);
        results.get(hop.name)?.push({
          ...report,
          own: perFrame(hop.cpuSeconds() - before[0]),
          upstream: perFrame(cpuSeconds(upstream.pid) - before[1]),
          client: perFrame(report.cpuSeconds),
        });
      }
    }
  } finally {
    for (const hop of hops) await hop.close();
  }
  return [
    { label: "At once", value: `${streams} streams of ${tokens} frames, ${order.requests} in a round` },
    ...hops.flatMap(({ name }) => linesOf(name, results, order.requests)),
  ];
}

/** Microseconds of a frame: all that the hop's processes took, records included, and what stood beside it. */
type Measured = RawStreamsReport & { own: number; upstream: number; client: number };
type Results = Map<Hop["name"], Measured[]>;

function linesOf(name: Hop["name"], results: Results, requests: number): Line[] {
  const own = results.get(name) ?? [];
  const direct = results.get("direct") ?? [];
  const sum = (read: (report: Measured) => number): number =>
    own.reduce((total, report) => total + read(report), 0);
  const [whole, lost] = [sum((report) => report.whole), sum((report) => report.lost)];
  const all = requests * own.length;
  const frames = {
    label: `${name}: frames lost`,
    value: `${lost} (${sum(({ stalled }) => stalled)} stalled), ${whole} of ${all} streams whole`,
  };
  const beside = {
    label: `${name}: CPU of client and upstream a frame`,
    value: `${spread(
      own.map(({ client }) => client),
      0,
      "µs",
    )}, ${spread(
      own.map(({ upstream }) => upstream),
      0,
      "µs",
    )}`,
  };
  if (name === "direct") {
    const at = (read: (report: Measured) => number): string => spread(own.map(read), 1, "ms");
    return [
      frames,
      { label: "direct: first token at p99", value: at(({ firstFrame }) => firstFrame.p99) },
      { label: "direct: a frame's delay at p99", value: at(({ delay }) => delay.p99) },
      beside,
    ];
  }
  const added = (read: (report: Measured) => number): number[] =>
    own.map((report, round) => read(report) - read(direct[round] ?? report));
  const first = added(({ firstFrame }) => firstFrame.p99);
  const late = {
    label: `${name}: a frame's delay, added at p99`,
    value: spread(
      added(({ delay }) => delay.p99),
      1,
      "ms",
    ),
  };
  const label = `${name}: first token, added at p99`;
  const cpu = {
    label: `${name}: CPU a frame`,
    value: spread(
      own.map((report) => report.own),
      0,
      "µs",
    ),
  };
  if (name !== "gateway") return [frames, { label, value: spread(first, 1, "ms") }, late, cpu, beside];
  return [
    judged(frames.label, frames.value, "0", lost === 0 && whole === all),
    judged(label, spread(first, 1, "ms"), "≤ 5 ms", median(first) <= 5),
    late,
    cpu,
    beside,
  ];
}
