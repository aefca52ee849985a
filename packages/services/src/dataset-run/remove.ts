import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findDataset } from "../dataset/index.ts";
import { writeOutbox } from "../outbox/index.ts";
import { findRun } from "./find.ts";

/** With its items; the traces stay. */
export async function removeDatasetRun(
  ctx: ServiceContext,
  input: { projectId: string; datasetName: string; runName: string },
): Promise<void> {
  const { organizationId, projectId } = await requireProjectPermission(
    ctx,
    input.projectId,
    "datasets:write",
  );
  const { id: datasetId } = await findDataset(ctx, projectId, { name: input.datasetName });
  const { id, name } = await findRun(ctx, datasetId, input.runName);
  await runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.datasetRun.deleteMany({ where: { id } });
    if (count === 0) return;
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "dataset-run.removed",
      entityId: id,
      before: { datasetId, name },
    });
    await writeOutbox(tx, { type: "dataset.changed", projectId, payload: { datasetId } });
  });
}
