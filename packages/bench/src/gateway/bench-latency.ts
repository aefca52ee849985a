import type { Line } from "../ingest/report.ts";
import type { Bench } from "./bench-gateway.ts";
import { openHops } from "./bench-rates.ts";
import type { Hop } from "./hops.ts";
import { upstreamModel } from "./payload.ts";
import { judged, median, spread } from "./verdict.ts";

const bodies = { usual: 1_000, long: 400_000 } as const;

interface Times {
  p50: number[];
  p99: number[];
}

/** What a hop adds to calls one after another on one connection. */
export async function benchLatency(bench: Bench, prompts: keyof typeof bodies): Promise<Line[]> {
  const { settings, gateway, upstream, load } = bench;
  const url = await upstream.ask("startPlain");
  const replica = { url, kind: "vllm" as const, model: upstreamModel };
  await gateway.serve([{ name: upstreamModel, replicas: [replica], retries: { attempts: 0 } }]);
  const hops = await openHops(bench, url);
  const times = new Map<Hop["name"], Times>(hops.map(({ name }) => [name, { p50: [], p99: [] }]));
  const order = { bodyBytes: bodies[prompts], concurrency: 1, seconds: settings.seconds };
  try {
    for (let round = 0; round < settings.rounds; round += 1) {
      for (const hop of hops) {
        const { firstByte } = await load.ask("rawLoad", { ...hop.target, ...order });
        await hop.settled();
        times.get(hop.name)?.p50.push(firstByte.p50);
        times.get(hop.name)?.p99.push(firstByte.p99);
      }
    }
  } finally {
    for (const hop of hops) await hop.close();
  }
  return hops.flatMap(({ name }) => linesOf(name, times, prompts));
}

function linesOf(
  name: Hop["name"],
  times: ReadonlyMap<Hop["name"], Times>,
  prompts: keyof typeof bodies,
): Line[] {
  const own = times.get(name) ?? { p50: [], p99: [] };
  const direct = times.get("direct") ?? { p50: [], p99: [] };
  // Both of one round lie side by side in time.
  const added = (percentile: keyof Times): number[] =>
    own[percentile].map((value, round) => value - (direct[percentile][round] ?? Number.NaN));
  if (name === "direct") return [{ label: "direct, p50", value: spread(own.p50, 3, "ms") }];
  const [p50, p99] = [added("p50"), added("p99")];
  const middle = { label: `${name} adds at p50`, value: spread(p50, 3, "ms") };
  const late = { label: `${name} adds at p99`, value: spread(p99, 3, "ms") };
  if (name !== "gateway") return [middle, late];
  if (prompts === "long") return [judged(middle.label, middle.value, "≤ 4 ms", median(p50) <= 4), late];
  return [
    judged(middle.label, middle.value, "≤ 0.5 ms", median(p50) <= 0.5),
    judged(late.label, late.value, "≤ 2 ms", median(p99) <= 2),
  ];
}
