import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type NumberedPage, numberedPage, type PageInput, skipTo } from "../numbered-page.ts";
import { type DatasetDetail, toDataset } from "./types.ts";

/** The youngest first. */
export async function listDatasets(
  ctx: ServiceContext,
  input: { projectId: string } & PageInput,
): Promise<NumberedPage<DatasetDetail>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  const [rows, total] = await Promise.all([
    ctx.db.dataset.findMany({
      where: { projectId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...skipTo(input),
    }),
    ctx.db.dataset.count({ where: { projectId } }),
  ]);
  return numberedPage(input, rows.map(toDataset), total);
}
