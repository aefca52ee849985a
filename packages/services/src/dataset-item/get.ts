import { PlumblineError } from "@plumbline/contracts/errors";
import { isStoredText, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type DatasetItemDetail, toDatasetItem, validAt, withDatasetName } from "./types.ts";

export async function getDatasetItem(
  ctx: ServiceContext,
  input: { projectId: string; itemId: string },
): Promise<DatasetItemDetail> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  return findDatasetItem(ctx, projectId, input.itemId);
}

/** As it was at a moment, now when absent; for verbs that checked their own permission. Throws `not_found`. */
export async function findDatasetItem(
  { db }: Pick<ServiceContext, "db">,
  projectId: string,
  itemId: string,
  moment?: Date,
): Promise<DatasetItemDetail> {
  const row = isStoredText(itemId)
    ? await db.datasetItemVersion.findFirst({
        where: { projectId, itemId, ...validAt(moment) },
        include: withDatasetName,
      })
    : null;
  if (row === null) throw new PlumblineError("not_found", { message: "Dataset item not found" });
  return toDatasetItem(row);
}
