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
  hasTokens: boolean;
  hasCost: boolean;
  isEstimated: boolean;
  isUnsent: boolean;
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
  const running = await upstream.ask("running");
  const gone = left.filter(({ leftMs }) => leftMs !== null);
  const count = (is: (row: Stored) => boolean, calls: readonly Left[] = gone): number =>
    calls.filter(({ mark }) => {
      const row = stored.get(mark);
      return row !== undefined && is(row);
    }).length;
  const recorded = count(({ rows }) => rows === 1);
  const priced = count(({ hasTokens, hasCost }) => hasTokens && hasCost);
  const begun = gone.filter(({ frames: seen }) => seen > 0);
  return [
    { label: "Left", value: `${gone.length} of ${left.length}; the others were answered before` },
    judged("Recorded once", `${recorded} of ${gone.length}`, "all", recorded === gone.length),
    judged("With tokens and cost", `${priced} of ${gone.length}`, "all", priced === gone.length),
    {
      label: "  by the engine's count",
      value: `${count(({ isEstimated, isUnsent, hasTokens }) => hasTokens && !isEstimated && !isUnsent)}; of ${begun.length} whose answer had begun ${count(({ isEstimated }) => !isEstimated, begun)}`,
    },
    {
      label: "  by the prompt's length",
      value: `${count(({ isEstimated }) => isEstimated)}, marked estimated`,
    },
    { label: "  exactly nothing", value: `${count(({ isUnsent }) => isUnsent)} that no upstream had got` },
    judged("Left running upstream", String(running), "0", running === 0),
  ];
}

/** A count of nothing is a count: what is unknown is null. */
async function readStored(clickhouse: Bench["gateway"]["clickhouse"]): Promise<Map<string, Stored>> {
  const rows = await clickhouse.bytes(
    `SELECT s.user_id, count(), max(isNotNull(s.input_tokens) OR isNotNull(s.output_tokens)), max(isNotNull(s.cost)),
        max(i.attributes['gateway.usage'] = 'estimated'), max(i.attributes['gateway.unsent'] = 'true')
      FROM (SELECT * FROM spans FINAL WHERE source = 'gateway' AND kind = 'GENERATION'
        AND startsWith(user_id, 'call-abort-')) AS s
      LEFT JOIN (SELECT trace_id, span_id, attributes FROM span_io FINAL) AS i USING (trace_id, span_id)
      GROUP BY s.user_id FORMAT TSV`,
  );
  const stored = new Map<string, Stored>();
  for (const line of rows.toString("utf8").trimEnd().split("\n")) {
    const [mark = "", count = "0", ...flags] = line.split("\t");
    const [hasTokens = false, hasCost = false, isEstimated = false, isUnsent = false] = flags.map(
      (flag) => flag === "1",
    );
    stored.set(mark, { rows: Number(count), hasTokens, hasCost, isEstimated, isUnsent });
  }
  return stored;
}
