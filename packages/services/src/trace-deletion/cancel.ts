import { hideTraces } from "@plumbline/clickhouse/queries/deleted-trace/hide";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";

/** Undoes a deletion: its traces are back. `conflict` once they were erased; repeating it is harmless. */
export async function cancelTraceDeletion(
  ctx: ServiceContext,
  input: { projectId: string; deletionId: string },
): Promise<void> {
  const access = await requireProjectPermission(ctx, input.projectId, "traces:delete");
  const { projectId, organizationId } = access;
  const id = input.deletionId;
  if (!isStoredId(id)) throw new PlumblineError("not_found");
  const deletion = await ctx.db.traceDeletion.findFirst({ where: { id, projectId } });
  if (deletion === null) throw new PlumblineError("not_found");
  const nowMs = ctx.clock.nowMs();
  await runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.traceDeletion.updateMany({
      where: { id, cancelledAt: null, completedAt: null, dueAt: { gt: new Date(nowMs) } },
      data: { cancelledAt: new Date(nowMs) },
    });
    if (count === 0) {
      if (deletion.cancelledAt !== null) return;
      throw new PlumblineError("conflict", { message: "These traces were erased; there is no way back." });
    }
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "trace-deletion.cancelled",
      entityId: id,
      before: { traceIds: deletion.traceIds },
    });
  });
  const word = { projectId, traceIds: deletion.traceIds, atUs: nowMs * 1_000, hidden: false };
  await reading(hideTraces(ctx.clickhouse, word));
}
