import { cpuSeconds } from "../ingest/process-usage.ts";
import { type Line, micros } from "../ingest/report.ts";
import type { Bench } from "./bench-gateway.ts";
import { directHop, type Hop, startBareHop, startPortkey } from "./hops.ts";
import { upstreamModel } from "./payload.ts";
import { judged, median, spread } from "./verdict.ts";

const connections = [16, 64] as const;
const bodyBytes = 1_000;

/** Of one hop at one number of connections, a value per round. */
interface Rates {
  perSecond: number[];
  /** CPU seconds a call. */
  own: number[];
  client: number[];
  upstream: number[];
  clickhouse: number[];
  failed: number;
}

/** Every hop in turn in every round, so that a machine that changes its mind does so to all of them. */
export async function benchRates(bench: Bench): Promise<Line[]> {
  const { settings, gateway, upstream } = bench;
  const url = await upstream.ask("startPlain");
  const pool = { name: upstreamModel, replicas: [{ url, kind: "vllm" as const, model: upstreamModel }] };
  await gateway.serve([{ ...pool, retries: { attempts: 0 } }]);
  const hops = await openHops(bench, url);
  const results = new Map<string, Rates>();
  try {
    for (const hop of hops) await measure(bench, hop, 16, Math.min(2, settings.seconds), emptyRates());
    for (let round = 0; round < settings.rounds; round += 1) {
      for (const concurrency of connections) {
        for (const hop of hops) {
          const name = `${hop.name} ${concurrency}`;
          const rates = results.get(name) ?? emptyRates();
          results.set(name, rates);
          await measure(bench, hop, concurrency, settings.seconds, rates);
        }
      }
    }
  } finally {
    for (const hop of hops) await hop.close();
  }
  return connections.flatMap((concurrency) => linesOf(results, concurrency));
}

export async function openHops({ settings, gateway, portkey }: Bench, url: string): Promise<Hop[]> {
  const hops = [directHop(url), await startBareHop(url, settings.workers), gateway.asHop()];
  if (portkey !== null) hops.push(await startPortkey(url, settings.workers, portkey));
  return hops;
}

function emptyRates(): Rates {
  return { perSecond: [], own: [], client: [], upstream: [], clickhouse: [], failed: 0 };
}

async function measure(
  { load, gateway, upstream }: Bench,
  hop: Hop,
  concurrency: number,
  seconds: number,
  rates: Rates,
): Promise<void> {
  const order = { ...hop.target, bodyBytes, concurrency };
  // How many calls make up the time is found out first, and is not part of the figures.
  const trial = await load.ask("rawLoad", { ...order, requests: concurrency * 20 });
  await hop.settled();
  const requests = Math.ceil(trial.requestsPerSecond * seconds);
  const before = [hop.cpuSeconds(), cpuSeconds(upstream.pid), gateway.clickhouseCpuSeconds()] as const;
  const result = await load.ask("rawLoad", { ...order, requests });
  rates.upstream.push((cpuSeconds(upstream.pid) - before[1]) / requests);
  // What is recorded costs until it is stored.
  await hop.settled();
  rates.perSecond.push(result.requestsPerSecond);
  rates.own.push((hop.cpuSeconds() - before[0]) / requests);
  rates.client.push(result.cpuSeconds / requests);
  rates.clickhouse.push((gateway.clickhouseCpuSeconds() - before[2]) / requests);
  rates.failed += requests - result.complete;
}

function linesOf(results: ReadonlyMap<string, Rates>, concurrency: number): Line[] {
  const of = (name: Hop["name"]): Rates | undefined => results.get(`${name} ${concurrency}`);
  const lines: Line[] = [];
  const bare = median(of("bare hop")?.perSecond ?? []);
  const portkey = of("Portkey");
  for (const name of ["direct", "bare hop", "gateway", "Portkey"] as const) {
    const rates = of(name);
    if (rates === undefined) continue;
    const label = `${name}, ${concurrency} connections`;
    const failed = rates.failed === 0 ? "" : `, ${rates.failed} failed`;
    lines.push({ label, value: `${spread(rates.perSecond, 0, "calls/s")}${failed}` });
    if (name !== "direct") {
      const cpu = median(rates.own);
      const value = `${micros(cpu, 1)} a call`;
      if (name === "gateway") lines.push(judged("  its processes", value, "≤ 250 µs", cpu * 1e6 <= 250));
      else lines.push({ label: "  its processes", value });
    }
    const beside = [
      `client ${micros(median(rates.client), 1)}`,
      `upstream ${micros(median(rates.upstream), 1)}`,
    ];
    if (name === "gateway") beside.push(`ClickHouse ${micros(median(rates.clickhouse), 1)}`);
    lines.push({ label: "  beside it", value: beside.join(", ") });
  }
  const gateway = of("gateway");
  if (gateway === undefined) return lines;
  const perSecond = median(gateway.perSecond);
  const share = perSecond / bare;
  lines.push(judged("  of the bare hop", `${(share * 100).toFixed(0)} %`, "≥ 40 %", share >= 0.4));
  if (portkey !== undefined && portkey.failed === 0) {
    const times = perSecond / median(portkey.perSecond);
    lines.push(judged("  of Portkey", `${times.toFixed(1)} ×`, "≥ 6 ×", times >= 6));
  }
  return lines;
}
