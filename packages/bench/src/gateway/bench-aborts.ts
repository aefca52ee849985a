import { setTimeout as sleep } from "node:timers/promises";
import type { Line } from "../ingest/report.ts";
import { traceIdOf } from "./bench-closing.ts";
import type { Bench } from "./bench-gateway.ts";
import type { Leave, Left } from "./leave-call.ts";
import { upstreamModel } from "./payload.ts";
import { judged } from "./verdict.ts";

const lanes = 32;
const frames = 75;
/** A little longer than an answer takes, so that some calls end before they are left. */
const withinMs = 1_600;

interface Stored {
  rows: number;
  outcome: string;
  hasTokens: boolean;
  hasCost: boolean;
}

/**
 * Four in five are streams. Each call carries its own mark as the user, by which it is looked for in
 * ClickHouse after everything has been drained.
 */
export async function benchAborts({ gateway, upstream, load, settings }: Bench): Promise<Line[]> {
  const url = await upstream.ask("start", { profile: "stream-50", record: true });
  const replica = { url, kind: "vllm" as const, model: upstreamModel, gpu_hour_usd: "2.5" };
  await gateway.serve([{ name: upstreamModel, replicas: [replica], retries: { attempts: 0 } }]);
  // What a token costs on a pool of one's own follows from its pace, known after five seconds of work.
  await load.ask("load", {
    ...gateway.target,
    bodyBytes: 500,
    stream: true,
    tail: "[[tokens=100]]",
    concurrency: 16,
    requests: 80,
  });
  await sleep(1_000);
  const leaves = Array.from({ length: settings.aborts }, (_, number): Leave => {
    const random = (Math.imul(number + 1, 2_654_435_761) >>> 0) / 2 ** 32;
    return {
      mark: `call-abort-${number}`,
      traceId: traceIdOf(77, number),
      model: upstreamModel,
      stream: number % 5 !== 0,
      tail: `[[tokens=${frames}]]`,
      afterMs: random * withinMs,
      afterFrame: false,
    };
  });
  const left = await load.ask("leave", gateway.target, leaves, lanes);
  await gateway.drained();
  const stored = await readStored(gateway.clickhouse);
  const asked = new Set((await upstream.ask("exchanges")).map(({ mark }) => mark));
  const running = await upstream.ask("running");
  const gone = left.filter(({ leftMs }) => leftMs !== null);
  const recorded = gone.filter(({ mark }) => stored.get(mark)?.rows === 1);
  const isPriced = ({ mark }: Left): boolean => {
    const row = stored.get(mark);
    return row?.hasTokens === true && row.hasCost;
  };
  const isStream = new Map(leaves.map(({ mark, stream }) => [mark, stream]));
  const begun = gone.filter(({ mark, frames: seen }) => isStream.get(mark) === true && seen > 0);
  const priced = begun.filter(isPriced);
  const plain = gone.filter(({ mark }) => isStream.get(mark) === false);
  const early = gone.filter((entry) => !plain.includes(entry) && !begun.includes(entry));
  const unasked = early.filter(({ mark }) => !asked.has(mark));
  return [
    { label: "Left", value: `${gone.length} of ${left.length}; the others were answered before` },
    judged("Recorded once", `${recorded.length} of ${gone.length}`, "all", recorded.length === gone.length),
    judged(
      "Begun streams with tokens and cost",
      `${priced.length} of ${begun.length}`,
      "all",
      priced.length === begun.length,
    ),
    {
      label: "Nothing of the answer had come",
      value: `${plain.length} not streamed, ${early.length} streams (${unasked.length} had not reached the upstream); with tokens and cost ${[...plain, ...early].filter(isPriced).length}`,
    },
    judged("Left running upstream", String(running), "0", running === 0),
  ];
}

async function readStored(clickhouse: Bench["gateway"]["clickhouse"]): Promise<Map<string, Stored>> {
  const rows = await clickhouse.bytes(
    `SELECT user_id, count(), any(level), max(coalesce(output_tokens, 0) > 0), max(cost > 0)
      FROM spans FINAL WHERE source = 'gateway' AND kind = 'GENERATION' AND startsWith(user_id, 'call-abort-')
      GROUP BY user_id FORMAT TSV`,
  );
  const stored = new Map<string, Stored>();
  for (const line of rows.toString("utf8").trimEnd().split("\n")) {
    const [mark = "", count = "0", outcome = "", tokens = "0", cost = "0"] = line.split("\t");
    stored.set(mark, { rows: Number(count), outcome, hasTokens: tokens === "1", hasCost: cost === "1" });
  }
  return stored;
}
