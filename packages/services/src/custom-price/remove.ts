import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";

/** What arrives from now on is priced without it; repeating it changes nothing. */
export async function removeCustomPrice(
  ctx: ServiceContext,
  input: { projectId: string; customPriceId: string },
): Promise<void> {
  const { organizationId, projectId } = await requireProjectPermission(ctx, input.projectId, "prices:update");
  const id = input.customPriceId;
  if (!isStoredId(id)) throw new PlumblineError("not_found");
  const price = await ctx.db.customPrice.findFirst({ where: { id, projectId } });
  if (price === null) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.customPrice.updateMany({
      where: { id, deletedAt: null },
      data: { deletedAt: new Date(ctx.clock.nowMs()) },
    });
    if (count === 0) return;
    const { modelPattern, provider } = price;
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "custom-price.removed",
      entityId: id,
      before: { modelPattern, provider },
    });
    await writeOutbox(tx, { type: "custom-price.changed", projectId, payload: { customPriceId: id } });
  });
}
