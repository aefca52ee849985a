import { getSpan } from "@plumbline/clickhouse/queries/span/get";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findDatasetItem } from "../dataset-item/index.ts";
import { jsonValue } from "../json.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import { type DatasetRunItemDetail, toRunItem } from "./types.ts";

const storedText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\0]*$/);

const addDatasetRunItemInput = z.strictObject({
  projectId: z.string(),
  runName: storedText(500),
  /** Of the run; absent leaves it as it is. */
  runDescription: z
    .string()
    .max(10_000)
    .regex(/^[^\0]*$/)
    .optional(),
  metadata: jsonValue.optional(),
  datasetItemId: z.string(),
  traceId: storedText(800).optional(),
  observationId: storedText(800).optional(),
  datasetVersion: z.date().optional(),
  createdAt: z.date().optional(),
});

/**
 * Writes down which trace ran an item; the run is made by its first item. The same once more is the same
 * row. Throws `not_found` for an item, or for a span without its trace, that is not there.
 */
export async function addDatasetRunItem(
  ctx: ServiceContext,
  input: z.input<typeof addDatasetRunItemInput>,
): Promise<DatasetRunItemDetail> {
  const wanted = parseInput(addDatasetRunItemInput, input);
  const { organizationId, projectId } = await requireProjectPermission(
    ctx,
    wanted.projectId,
    "datasets:write",
  );
  const { runName, datasetItemId: itemId, datasetVersion, createdAt } = wanted;
  const item = await findDatasetItem(ctx, projectId, itemId, datasetVersion);
  const { datasetId } = item;
  const traceId = wanted.traceId ?? (await traceOf(ctx, projectId, wanted.observationId));
  const observationId = wanted.observationId ?? "";
  const where = { datasetId_name: { datasetId, name: runName } };
  const changes = {
    ...(wanted.runDescription === undefined ? {} : { description: wanted.runDescription }),
    ...(wanted.metadata === undefined ? {} : { metadata: wanted.metadata }),
  };
  return runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.datasetRun.createMany({
      data: [{ datasetId, name: runName, ...changes }],
      skipDuplicates: true,
    });
    const run =
      count === 1 || Object.keys(changes).length === 0
        ? await tx.datasetRun.findUnique({ where })
        : await tx.datasetRun.update({ where, data: changes });
    if (run === null) throw new PlumblineError("conflict");
    const key = { runId: run.id, itemId, traceId, observationId };
    await tx.datasetRunItem.createMany({
      data: [
        { ...key, datasetVersion: datasetVersion ?? null, ...(createdAt === undefined ? {} : { createdAt }) },
      ],
      skipDuplicates: true,
    });
    const row = await tx.datasetRunItem.findUniqueOrThrow({
      where: { runId_itemId_traceId_observationId: key },
    });
    if (count === 1) {
      await writeAudit(tx, ctx, {
        organizationId,
        projectId,
        action: "dataset-run.created",
        entityId: run.id,
        after: { datasetId, name: runName },
      });
      await writeOutbox(tx, { type: "dataset.changed", projectId, payload: { datasetId } });
    }
    return toRunItem(row, runName);
  });
}

/** Older clients name the span alone. It has to be stored already. */
async function traceOf(ctx: ServiceContext, projectId: string, spanId: string | undefined): Promise<string> {
  if (spanId === undefined) {
    throw new PlumblineError("invalid_request", {
      message: "A run item needs a traceId or an observationId.",
    });
  }
  const [span] = await reading(
    ctx.clickhouse.query(getSpan, { projectId, spanId, ...lookupWindow(ctx.clock) }),
  );
  if (span === undefined) throw new PlumblineError("not_found", { message: "Observation not found" });
  return span.traceId;
}
