import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findDataset } from "../dataset/index.ts";
import { type NumberedPage, numberedPage, type PageInput, skipTo } from "../numbered-page.ts";
import { findRun } from "./find.ts";
import { type DatasetRunItemDetail, toRunItem } from "./types.ts";

/** Of one run, the youngest first. */
export async function listDatasetRunItems(
  ctx: ServiceContext,
  input: { projectId: string; datasetId: string; runName: string } & PageInput,
): Promise<NumberedPage<DatasetRunItemDetail>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  const dataset = await findDataset(ctx, projectId, { id: input.datasetId });
  const run = await findRun(ctx, dataset.id, input.runName);
  const where = { runId: run.id };
  const [rows, total] = await Promise.all([
    ctx.db.datasetRunItem.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...skipTo(input),
    }),
    ctx.db.datasetRunItem.count({ where }),
  ]);
  return numberedPage(
    input,
    rows.map((row) => toRunItem(row, run.name)),
    total,
  );
}
