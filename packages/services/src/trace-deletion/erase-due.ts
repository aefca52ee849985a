import { eraseTraces } from "@plumbline/clickhouse/queries/deleted-trace/erase";
import { hideTraces } from "@plumbline/clickhouse/queries/deleted-trace/hide";
import type { TraceDeletion } from "@plumbline/db/client";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";

const maxPerRun = 100;

/**
 * Erases the traces whose time to undo is over, with what people wrote about them, and hides anew those
 * that ClickHouse missed. For the system; repeating it is harmless.
 */
export async function eraseDueTraces(ctx: ServiceContext): Promise<{ deletions: number; traces: number }> {
  const open = await ctx.db.traceDeletion.findMany({
    where: { cancelledAt: null, completedAt: null, project: { deletedAt: null } },
    orderBy: { dueAt: "asc" },
    take: maxPerRun,
  });
  const nowMs = ctx.clock.nowMs();
  let traces = 0;
  let deletions = 0;
  for (const deletion of open) {
    await reading(
      hideTraces(ctx.clickhouse, {
        projectId: deletion.projectId,
        traceIds: deletion.traceIds,
        atUs: deletion.createdAt.getTime() * 1_000,
        hidden: true,
      }),
    );
    if (deletion.dueAt.getTime() > nowMs) continue;
    await eraseOne(ctx, deletion);
    traces += deletion.traceIds.length;
    deletions += 1;
  }
  return { deletions, traces };
}

/** The store first: an erasure that is written down has happened. */
async function eraseOne(ctx: ServiceContext, { id, projectId, traceIds }: TraceDeletion): Promise<void> {
  const { organizationId } = await requireProjectPermission(ctx, projectId, "traces:delete");
  await reading(eraseTraces(ctx.clickhouse, { projectId, traceIds }));
  const ofTraces = { projectId, traceId: { in: traceIds } };
  await runTransaction(ctx.db, async (tx) => {
    await tx.comment.deleteMany({ where: ofTraces });
    await tx.bookmark.deleteMany({ where: ofTraces });
    await tx.reviewItem.deleteMany({ where: ofTraces });
    await tx.traceShare.deleteMany({ where: ofTraces });
    // Files that nothing else uses are erased by whoever owns the store.
    await tx.mediaLink.deleteMany({ where: { traceId: { in: traceIds }, media: { projectId } } });
    await tx.traceDeletion.update({ where: { id }, data: { completedAt: new Date(ctx.clock.nowMs()) } });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "trace-deletion.completed",
      entityId: id,
      after: { traces: traceIds.length },
    });
  });
}
