import { setTimeout as sleep } from "node:timers/promises";
import { countRepriceable } from "@plumbline/clickhouse/queries/repricing/list";
import type { PriceRecompute } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";
import { type CorrectionLease, takeCorrectionLease } from "../correction-lease/index.ts";
import { reading } from "../read-rows.ts";
import { type PricesNow, readPricesNow } from "./read-prices.ts";
import { recomputeStep } from "./step.ts";
import { openStatuses } from "./types.ts";

/** Processes that price what arrives know a new price after 4 s; batches under way take a moment more. */
const pricesSettleMs = 10_000;
const renewEveryMs = 15_000;
/** After so many the fault is not going to pass. */
const maxFailures = 30;

interface RunOptions {
  settleMs?: number;
  stepRows?: number;
}

/**
 * Recomputes from where it stands to its end, step by step, each written down when it is done: killed at
 * any point, the next run repeats at most one step, and a repeated step finds nothing to change. Prices
 * that change meanwhile start it over. Returns "busy" when another worker has the project, else how it
 * ended. For the system.
 */
export async function runPriceRecompute(
  ctx: ServiceContext,
  { recomputeId }: { recomputeId: string },
  options: RunOptions = {},
): Promise<"completed" | "stopped" | "busy"> {
  const row = await ctx.db.priceRecompute.findUnique({ where: { id: recomputeId } });
  if (row === null || !isOpen(row)) return "stopped";
  const lease = await takeCorrectionLease(ctx, row.projectId);
  if (lease === null) return "busy";
  try {
    return await recompute(ctx, row, lease, options);
  } catch (error) {
    const failures = row.failures + 1;
    await ctx.db.priceRecompute.updateMany({
      where: { id: recomputeId, status: { in: openStatuses } },
      data:
        failures < maxFailures
          ? { failures }
          : { failures, status: "failed", finishedAt: new Date(ctx.clock.nowMs()) },
    });
    throw error;
  } finally {
    await lease.release().catch(() => undefined);
  }
}

const isOpen = (row: PriceRecompute): boolean => openStatuses.some((status) => status === row.status);

async function recompute(
  ctx: ServiceContext,
  started: PriceRecompute,
  lease: CorrectionLease,
  { settleMs = pricesSettleMs, stepRows }: RunOptions,
): Promise<"completed" | "stopped"> {
  const { projectId } = started;
  const toUs = started.toTime.getTime() * 1_000;
  let row = started;
  let renewedAtMs = ctx.clock.nowMs();
  for (;;) {
    const prices = await readPricesNow(ctx, projectId);
    if (row.status === "queued" || prices.fingerprint !== row.pricesFingerprint) {
      const begun = await begin(ctx, row, prices, settleMs);
      if (begun === null) return "stopped";
      row = begun;
    }
    const fromUs = Number(row.cursorUs ?? row.fromTime.getTime() * 1_000);
    if (fromUs >= toUs) return finish(ctx, row);
    if (ctx.clock.nowMs() - renewedAtMs > renewEveryMs) {
      if (!(await lease.renew())) return "stopped";
      renewedAtMs = ctx.clock.nowMs();
    }
    const step = await recomputeStep(ctx, { projectId, book: prices.book, fromUs, toUs, stepRows });
    const saved = await save(ctx, row, {
      cursorUs: BigInt(step.endUs),
      spansDone: row.spansDone + step.spans,
      spansChanged: row.spansChanged + step.changed,
      failures: 0,
    });
    if (saved === null) return "stopped";
    row = saved;
  }
}

/** Counts what is to do and starts at the beginning, once whatever arrives is priced with the same prices. */
async function begin(
  ctx: ServiceContext,
  row: PriceRecompute,
  prices: PricesNow,
  settleMs: number,
): Promise<PriceRecompute | null> {
  const waitMs = prices.changedAtMs + settleMs - ctx.clock.nowMs();
  if (waitMs > 0) await sleep(Math.min(waitMs, settleMs));
  const window = {
    projectId: row.projectId,
    fromUs: row.fromTime.getTime() * 1_000,
    toUs: row.toTime.getTime() * 1_000,
  };
  const [counted] = await reading(ctx.clickhouse.query(countRepriceable, window));
  return save(ctx, row, {
    status: "running",
    pricesFingerprint: prices.fingerprint,
    cursorUs: BigInt(window.fromUs),
    spansTotal: counted?.spans ?? 0,
    spansDone: 0,
    startedAt: row.startedAt ?? new Date(ctx.clock.nowMs()),
  });
}

async function finish(ctx: ServiceContext, row: PriceRecompute): Promise<"completed" | "stopped"> {
  const saved = await save(ctx, row, { status: "completed", finishedAt: new Date(ctx.clock.nowMs()) });
  return saved === null ? "stopped" : "completed";
}

/** null when it was cancelled meanwhile. */
async function save(
  ctx: ServiceContext,
  row: PriceRecompute,
  data: Partial<Omit<PriceRecompute, "id" | "projectId">>,
): Promise<PriceRecompute | null> {
  const { count } = await ctx.db.priceRecompute.updateMany({
    where: { id: row.id, status: { in: openStatuses } },
    data,
  });
  return count === 0 ? null : { ...row, ...data };
}
