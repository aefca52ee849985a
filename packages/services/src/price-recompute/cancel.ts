import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { openStatuses } from "./types.ts";

/** Stops after the step under way; what is recomputed stays. Harmless when it is over already. */
export async function cancelPriceRecompute(
  ctx: ServiceContext,
  input: { projectId: string; recomputeId: string },
): Promise<void> {
  const access = await requireProjectPermission(ctx, input.projectId, "prices:update");
  const { projectId, organizationId } = access;
  const id = input.recomputeId;
  if (!isStoredId(id)) throw new PlumblineError("not_found");
  const row = await ctx.db.priceRecompute.findFirst({ where: { id, projectId } });
  if (row === null) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.priceRecompute.updateMany({
      where: { id, status: { in: openStatuses } },
      data: { status: "cancelled", finishedAt: new Date(ctx.clock.nowMs()) },
    });
    if (count === 0) return;
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "price-recompute.cancelled",
      entityId: id,
      after: { spansDone: row.spansDone },
    });
  });
}
