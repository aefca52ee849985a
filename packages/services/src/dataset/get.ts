import { PlumblineError } from "@plumbline/contracts/errors";
import { isStoredText, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type DatasetDetail, toDataset } from "./types.ts";

/** By its name, or by its id. */
export type DatasetKey = { name: string } | { id: string };

export async function getDataset(
  ctx: ServiceContext,
  input: { projectId: string } & DatasetKey,
): Promise<DatasetDetail> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  return findDataset(ctx, projectId, "name" in input ? { name: input.name } : { id: input.id });
}

/** For verbs that checked their own permission. Throws `not_found`. */
export async function findDataset(
  { db }: Pick<ServiceContext, "db">,
  projectId: string,
  key: DatasetKey,
): Promise<DatasetDetail> {
  const row = isStoredText(...Object.values(key))
    ? await db.dataset.findFirst({ where: { projectId, ...key } })
    : null;
  if (row === null) throw new PlumblineError("not_found", { message: "Dataset not found" });
  return toDataset(row);
}
