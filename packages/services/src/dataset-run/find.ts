import { PlumblineError } from "@plumbline/contracts/errors";
import type { DatasetRun } from "@plumbline/db/client";
import { isStoredText } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** For verbs that checked their own permission. Throws `not_found`. */
export async function findRun(
  { db }: Pick<ServiceContext, "db">,
  datasetId: string,
  name: string,
): Promise<DatasetRun> {
  const row = isStoredText(name)
    ? await db.datasetRun.findUnique({ where: { datasetId_name: { datasetId, name } } })
    : null;
  if (row === null) throw new PlumblineError("not_found", { message: "Dataset run not found" });
  return row;
}
