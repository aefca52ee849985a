import { countExpired } from "@plumbline/clickhouse/queries/retention/count-expired";
import { deleteExpired } from "@plumbline/clickhouse/queries/retention/delete-expired";
import { deadLetterTables } from "@plumbline/clickhouse/queries/retention/tables";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { keptFromMs } from "./kept-from.ts";

export interface RetentionSweep {
  /** Projects that had something to delete. */
  projects: number;
  /** Stored rows that were removed, old versions included. */
  rows: number;
  /** False when the limit of steps was reached; the next run goes on. */
  complete: boolean;
}

const dayMs = 86_400_000;

/**
 * Deletes what is older than its project keeps it: traces when they have a limit, refused events always. Days end at
 * midnight UTC, so data lives up to a day longer and a table is rewritten once a day, not every hour.
 * One step is one month of one table of one project. Repeatable, and a failing project stops no other.
 */
export async function sweepRetention(
  ctx: ServiceContext,
  { maxSteps = 1_000 }: { maxSteps?: number } = {},
): Promise<RetentionSweep> {
  if (ctx.actor.type !== "system") throw new PlumblineError("forbidden");
  const result: RetentionSweep = { projects: 0, rows: 0, complete: true };
  const failures: unknown[] = [];
  let stepsLeft = maxSteps;
  for await (const project of everyProject(ctx)) {
    try {
      const swept = await sweepProject(ctx, project, stepsLeft);
      stepsLeft -= swept.steps;
      result.projects += swept.rows > 0 ? 1 : 0;
      result.rows += swept.rows;
      result.complete &&= swept.complete;
    } catch (error) {
      ctx.logger.error({ err: error, projectId: project.id }, "retention sweep of a project failed");
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return result;
}

interface SweptProject {
  id: string;
  /** null keeps traces for ever; what was refused always has an end. */
  retentionDays: number | null;
  deadLetterDays: number;
}

async function* everyProject({ db }: ServiceContext): AsyncGenerator<SweptProject> {
  const pageSize = 200;
  for (let after = "", more = true; more; ) {
    const page = await db.project.findMany({
      where: { id: { gt: after }, deletedAt: null },
      select: { id: true, retentionDays: true, deadLetterDays: true },
      orderBy: { id: "asc" },
      take: pageSize,
    });
    yield* page;
    after = page.at(-1)?.id ?? after;
    more = page.length === pageSize;
  }
}

async function sweepProject(
  ctx: ServiceContext,
  { id: projectId, retentionDays, deadLetterDays }: SweptProject,
  maxSteps: number,
): Promise<{ steps: number; rows: number; complete: boolean }> {
  const midnightMs = Math.floor(ctx.clock.nowMs() / dayMs) * dayMs;
  const daysAgoUs = (days: number): number => (midnightMs - days * dayMs) * 1000;
  const lettersBeforeUs = daysAgoUs(Math.min(deadLetterDays, retentionDays ?? deadLetterDays));
  // What has no age limit is older than nothing.
  const tracesBeforeUs = (keptFromMs(retentionDays, ctx.clock.nowMs()) ?? 0) * 1000;
  const oldItems = { projectId, spanStartedAt: { lt: new Date(tracesBeforeUs / 1000) } };
  const items = await ctx.db.reviewItem.count({ where: oldItems });
  const expired = await reading(
    ctx.clickhouse.query(countExpired, { projectId, tracesBeforeUs, lettersBeforeUs }),
  );
  const steps = expired.slice(0, Math.max(0, maxSteps));
  const complete = steps.length === expired.length;
  if (steps.length === 0 && items === 0) return { steps: 0, rows: 0, complete };

  const rowsByTable: Record<string, number> = {};
  for (const { table, rows } of steps) rowsByTable[table] = (rowsByTable[table] ?? 0) + rows;
  if (items > 0) rowsByTable["review_items"] = items;
  const { organizationId } = await requireProjectPermission(ctx, projectId, "retention:update");
  // Written first: an entry whose deletion failed is repeated, a deletion without an entry never happens.
  await runTransaction(ctx.db, async (tx) => {
    await tx.reviewItem.deleteMany({ where: oldItems });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "retention.swept",
      entityId: projectId,
      after: {
        retentionDays,
        deadLetterDays,
        ...(retentionDays === null ? {} : { before: new Date(tracesBeforeUs / 1000).toISOString() }),
        deadLettersBefore: new Date(lettersBeforeUs / 1000).toISOString(),
        rows: rowsByTable,
      },
    });
  });
  for (const step of steps) {
    const beforeUs = deadLetterTables.includes(step.table) ? lettersBeforeUs : tracesBeforeUs;
    await reading(deleteExpired(ctx.clickhouse, step, { projectId, beforeUs }));
  }
  return { steps: steps.length, rows: steps.reduce((sum, { rows }) => sum + rows, items), complete };
}
