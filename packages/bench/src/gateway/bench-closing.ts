import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "../ingest/percentile.ts";
import { type Line, milliseconds } from "../ingest/report.ts";
import type { Bench } from "./bench-gateway.ts";
import type { Leave, Left } from "./leave-call.ts";
import { upstreamModel } from "./payload.ts";
import { judged } from "./verdict.ts";

const lanes = 4;
const longAnswer = "[[tokens=2000]]";

interface Phase {
  name: string;
  model: string;
  stream: boolean;
  afterFrame: boolean;
}

const phases: readonly Phase[] = [
  { name: "before headers", model: "silent", stream: true, afterFrame: false },
  { name: "mid-stream", model: upstreamModel, stream: true, afterFrame: true },
  { name: "non-stream", model: upstreamModel, stream: false, afterFrame: false },
];

/** Clients leave in every phase of a call; the upstream notes when its connection closed. */
export async function benchClosing(bench: Bench): Promise<Line[]> {
  const { gateway, upstream, load, settings } = bench;
  const url = await upstream.ask("start", { profile: "stream-50", record: true });
  const replica = { url, kind: "vllm" as const, model: upstreamModel };
  await gateway.serve([
    { name: upstreamModel, replicas: [replica], timeouts: { total_ms: 0 } },
    { name: "silent", replicas: [{ ...replica, model: "fault-silent" }] },
    {
      name: "queued",
      replicas: [{ ...replica, max_concurrency: 1 }],
      timeouts: { total_ms: 0 },
      queue: { max_length: 1_000 },
    },
  ]);
  const lines: Line[] = [await closeQueued(bench)];
  for (const phase of phases) {
    const leaves = leavesOf(phase, settings.closes);
    const left = await load.ask("leave", gateway.target, leaves, lanes);
    await sleep(1_000);
    const ended = new Map((await upstream.ask("exchanges")).map((entry) => [entry.mark, entry]));
    const tookMs: number[] = [];
    let open = 0;
    for (const { mark, leftMs } of left) {
      const exchange = ended.get(mark);
      if (leftMs === null || exchange === undefined) continue;
      if (exchange.endedMs === null) open += 1;
      else tookMs.push(exchange.endedMs - leftMs);
    }
    lines.push(lineOf(phase.name, tookMs, open));
  }
  return lines;
}

function leavesOf({ name, model, stream, afterFrame }: Phase, count: number): Leave[] {
  return Array.from({ length: count }, (_, number) => ({
    mark: `call-${name.replace(" ", "-")}-${number}`,
    traceId: traceIdOf(name.length, number),
    model,
    stream,
    tail: longAnswer,
    afterMs: 30 + ((number * 37) % 50),
    afterFrame,
  }));
}

/** Not random, so that two runs ask the same; never all zeros. */
export function traceIdOf(group: number, number: number): string {
  return (group * 1_000_000 + number + 1).toString(16).padStart(32, "0");
}

/**
 * Behind a pool whose only slot is taken. No upstream was asked, so what counts is when the gateway let go
 * of the call: the end of its span.
 */
async function closeQueued({ gateway, upstream, load, settings }: Bench): Promise<Line> {
  const phase = { name: "queued", model: "queued", stream: true, afterFrame: false };
  const [holder] = leavesOf({ ...phase, name: "holder" }, 1);
  if (holder === undefined) throw new TypeError("There is nobody to hold the slot.");
  const hold = { ...holder, afterMs: 1_000 + settings.closes * 30, tail: "[[tokens=20000]]" };
  const holding = load.ask("leave", gateway.target, [hold], 1);
  await sleep(500);
  const left = await load.ask("leave", gateway.target, leavesOf(phase, settings.closes), lanes);
  await holding;
  await gateway.drained();
  const reached = (await upstream.ask("exchanges")).filter(({ mark }) => mark.startsWith("call-queued-"));
  const rows = await gateway.clickhouse.column(
    `SELECT concat(user_id, ' ', toString(toUnixTimestamp64Micro(assumeNotNull(end_time)))) FROM spans FINAL
      WHERE source = 'gateway' AND kind = 'GENERATION' AND startsWith(user_id, 'call-queued-') AND end_time IS NOT NULL`,
  );
  const endedUs = new Map(
    rows.map((row) => row.split(" ")).map(([mark = "", us = "0"]) => [mark, Number(us)]),
  );
  const tookMs = left.flatMap(({ mark, leftAtUs, leftMs }: Left) => {
    const us = endedUs.get(mark);
    return us === undefined || leftMs === null ? [] : [(us - leftAtUs) / 1_000];
  });
  return lineOf("queued (until the gateway let go)", tookMs, reached.length);
}

function lineOf(name: string, tookMs: readonly number[], wrong: number): Line {
  const p99 = percentile(tookMs, 99);
  const troubles = wrong === 0 ? "" : `, ${wrong} went on`;
  const value = `p50 ${milliseconds(percentile(tookMs, 50))}, p99 ${milliseconds(p99)}, ${tookMs.length} calls${troubles}`;
  return judged(name, value, "p99 ≤ 50 ms", p99 <= 50 && wrong === 0);
}
