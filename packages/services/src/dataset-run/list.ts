import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findDataset } from "../dataset/index.ts";
import { type NumberedPage, numberedPage, type PageInput, skipTo } from "../numbered-page.ts";
import { type DatasetRunDetail, toDatasetRun } from "./types.ts";

/** Of one dataset, the youngest first. */
export async function listDatasetRuns(
  ctx: ServiceContext,
  input: { projectId: string; datasetName: string } & PageInput,
): Promise<NumberedPage<DatasetRunDetail>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  const dataset = await findDataset(ctx, projectId, { name: input.datasetName });
  const where = { datasetId: dataset.id };
  const [rows, total] = await Promise.all([
    ctx.db.datasetRun.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...skipTo(input),
    }),
    ctx.db.datasetRun.count({ where }),
  ]);
  return numberedPage(
    input,
    rows.map((row) => toDatasetRun(row, dataset.name)),
    total,
  );
}

/** The names of all runs, by dataset. */
export async function listDatasetRunNames(
  ctx: ServiceContext,
  input: { projectId: string; datasetIds: readonly string[] },
): Promise<Map<string, string[]>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  const rows = await ctx.db.datasetRun.findMany({
    where: { datasetId: { in: [...input.datasetIds] }, dataset: { projectId } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { datasetId: true, name: true },
  });
  const names = new Map<string, string[]>();
  for (const { datasetId, name } of rows) {
    const known = names.get(datasetId) ?? [];
    known.push(name);
    names.set(datasetId, known);
  }
  return names;
}
