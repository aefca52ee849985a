import { type Line, mebibytes } from "../ingest/report.ts";
import type { Bench } from "./bench-gateway.ts";
import { upstreamModel } from "./payload.ts";
import { judged, median } from "./verdict.ts";

const pieceSeconds = 10;
const sampleMs = 1_000;
/** More than this between the second and the last quarter is no noise. */
const mostGrowth = 0.05;

/** An even load for long, then the same beside clients that hardly read. */
export async function benchMemory(bench: Bench): Promise<Line[]> {
  const { settings, gateway, upstream, load } = bench;
  const url = await upstream.ask("start", { profile: "instant" });
  const flood = await upstream.ask("startFlood");
  await gateway.serve([
    { name: upstreamModel, replicas: [{ url, kind: "vllm", model: upstreamModel }] },
    {
      name: "flood",
      replicas: [
        {
          url: flood,
          kind: "openai_compatible",
          model: upstreamModel,
          max_connections: settings.slowReaders,
        },
      ],
      timeouts: { total_ms: 0 },
    },
  ]);
  const lines = soakLines("Under load", await soak(bench));
  await load.ask("readSlowly", gateway.target, settings.slowReaders);
  lines.push(...soakLines(`With ${settings.slowReaders} slow readers`, await soak(bench)));
  return lines;
}

interface Soak {
  perSecond: number;
  bytes: number[];
  calls: number;
  failed: number;
}

async function soak({ settings, gateway, load }: Bench): Promise<Soak> {
  const perSecond = settings.soakPerSecond;
  const bytes: number[] = [];
  const look = setInterval(() => bytes.push(gateway.residentBytes()), sampleMs);
  const endsAt = performance.now() + settings.soakMinutes * 60_000;
  let calls = 0;
  let failed = 0;
  try {
    while (performance.now() < endsAt) {
      const requests = perSecond * pieceSeconds;
      const { ends } = await load.ask("load", {
        ...gateway.target,
        bodyBytes: 1_000,
        concurrency: 64,
        perSecond,
        requests,
      });
      calls += requests;
      failed += requests - ends.complete;
    }
  } finally {
    clearInterval(look);
  }
  return { perSecond, bytes, calls, failed };
}

function soakLines(title: string, { perSecond, bytes, calls, failed }: Soak): Line[] {
  const quarter = Math.max(1, Math.floor(bytes.length / 4));
  const quarters = [0, 1, 2, 3].map((number) =>
    median(bytes.slice(number * quarter, (number + 1) * quarter)),
  );
  const [, second = Number.NaN, , last = Number.NaN] = quarters;
  const growth = last / second - 1;
  return [
    { label: title, value: `${calls} calls at ${perSecond}/s, ${failed} failed` },
    judged(
      "  by quarters",
      `${quarters.map(mebibytes).join(", ")}; most ${mebibytes(bytes.reduce((most, value) => Math.max(most, value), 0))}`,
      `second to last ≤ +${mostGrowth * 100} %`,
      growth <= mostGrowth,
    ),
  ];
}
