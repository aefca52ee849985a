import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findDataset } from "../dataset/index.ts";
import { findRun } from "./find.ts";
import { type DatasetRunDetail, type DatasetRunItemDetail, toDatasetRun, toRunItem } from "./types.ts";

/** With all of its items, the youngest first. */
export async function getDatasetRun(
  ctx: ServiceContext,
  input: { projectId: string; datasetName: string; runName: string },
): Promise<DatasetRunDetail & { items: DatasetRunItemDetail[] }> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  const dataset = await findDataset(ctx, projectId, { name: input.datasetName });
  const run = await findRun(ctx, dataset.id, input.runName);
  const items = await ctx.db.datasetRunItem.findMany({
    where: { runId: run.id },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return { ...toDatasetRun(run, dataset.name), items: items.map((item) => toRunItem(item, run.name)) };
}
