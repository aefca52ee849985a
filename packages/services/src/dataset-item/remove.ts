import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredText, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";

/** From now on; versions of the dataset from before still have it. */
export async function removeDatasetItem(
  ctx: ServiceContext,
  input: { projectId: string; itemId: string },
): Promise<void> {
  const { itemId } = input;
  const { organizationId, projectId } = await requireProjectPermission(
    ctx,
    input.projectId,
    "datasets:write",
  );
  const missing = () => new PlumblineError("not_found", { message: "Dataset item not found" });
  if (!isStoredText(itemId)) throw missing();
  await runTransaction(ctx.db, async (tx) => {
    await tx.$queryRaw`
      SELECT id FROM dataset_items WHERE project_id = ${projectId} AND id = ${itemId} FOR UPDATE`;
    const current = await tx.datasetItemVersion.findFirst({
      where: { projectId, itemId, validTo: null },
      select: { datasetId: true, validFrom: true },
    });
    if (current === null) throw missing();
    const { datasetId, validFrom } = current;
    await tx.datasetItemVersion.updateMany({
      where: { projectId, itemId, validTo: null },
      data: { validTo: new Date(Math.max(ctx.clock.nowMs(), validFrom.getTime() + 1)) },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "dataset-item.removed",
      entityId: itemId,
      before: { datasetId },
    });
    await writeOutbox(tx, { type: "dataset.changed", projectId, payload: { datasetId } });
  });
}
