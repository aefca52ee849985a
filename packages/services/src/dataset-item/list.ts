import { PlumblineError } from "@plumbline/contracts/errors";
import { isStoredText, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findDataset } from "../dataset/index.ts";
import { type NumberedPage, numberedPage, type PageInput, skipTo } from "../numbered-page.ts";
import { type DatasetItemDetail, toDatasetItem, validAt, withDatasetName } from "./types.ts";

export interface ListDatasetItemsInput extends PageInput {
  projectId: string;
  datasetName?: string | undefined;
  sourceTraceId?: string | undefined;
  sourceObservationId?: string | undefined;
  /** The dataset as it was then; needs its name. */
  version?: Date | undefined;
}

/** The youngest first, archived ones too. */
export async function listDatasetItems(
  ctx: ServiceContext,
  input: ListDatasetItemsInput,
): Promise<NumberedPage<DatasetItemDetail>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  const { datasetName, sourceTraceId, sourceObservationId, version } = input;
  if (version !== undefined && datasetName === undefined) {
    throw new PlumblineError("invalid_request", { message: "A version needs the name of a dataset." });
  }
  if (!isStoredText(sourceTraceId, sourceObservationId)) return numberedPage(input, [], 0);
  const dataset =
    datasetName === undefined ? undefined : await findDataset(ctx, projectId, { name: datasetName });
  const where = {
    projectId,
    ...validAt(version),
    ...(dataset === undefined ? {} : { datasetId: dataset.id }),
    ...(sourceTraceId === undefined ? {} : { sourceTraceId }),
    ...(sourceObservationId === undefined ? {} : { sourceObservationId }),
  };
  const [rows, total] = await Promise.all([
    ctx.db.datasetItemVersion.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { itemId: "asc" }],
      include: withDatasetName,
      ...skipTo(input),
    }),
    ctx.db.datasetItemVersion.count({ where }),
  ]);
  return numberedPage(input, rows.map(toDatasetItem), total);
}

/** More than this is read page by page. */
const maxWhole = 1_000;

/** All items of a dataset, for clients that know no pages. Throws `invalid_request` when they are too many. */
export async function listWholeDataset(
  ctx: ServiceContext,
  input: { projectId: string; datasetName: string },
): Promise<DatasetItemDetail[]> {
  const { rows, totalItems } = await listDatasetItems(ctx, { ...input, page: 1, limit: maxWhole });
  if (totalItems > maxWhole) {
    throw new PlumblineError("invalid_request", {
      message: `The dataset has more than ${maxWhole} items: read them with GET /api/public/dataset-items.`,
    });
  }
  return rows;
}

/** The ids of all items, by dataset. */
export async function listDatasetItemIds(
  ctx: ServiceContext,
  input: { projectId: string; datasetIds: readonly string[] },
): Promise<Map<string, string[]>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  const rows = await ctx.db.datasetItemVersion.findMany({
    where: { projectId, datasetId: { in: [...input.datasetIds] }, validTo: null },
    orderBy: [{ createdAt: "desc" }, { itemId: "asc" }],
    select: { datasetId: true, itemId: true },
  });
  const ids = new Map<string, string[]>();
  for (const { datasetId, itemId } of rows) {
    const known = ids.get(datasetId) ?? [];
    known.push(itemId);
    ids.set(datasetId, known);
  }
  return ids;
}
