import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { jsonValue } from "../json.ts";
import { requireSchemas } from "../json-schema/index.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { requireFittingItems } from "./fitting-items.ts";
import { type DatasetDetail, toDataset } from "./types.ts";

const upsertDatasetInput = z.strictObject({
  projectId: z.string(),
  name: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^\0]*$/),
  /** What is absent stays as it is. */
  description: z
    .string()
    .max(10_000)
    .regex(/^[^\0]*$/)
    .optional(),
  metadata: jsonValue.optional(),
  inputSchema: jsonValue.optional(),
  expectedOutputSchema: jsonValue.optional(),
});

/**
 * Makes the dataset, or changes what is given of the one with that name. Throws `invalid_request` for a schema
 * that is none, and for one that items of the dataset do not fit.
 */
export async function upsertDataset(
  ctx: ServiceContext,
  input: z.input<typeof upsertDatasetInput>,
): Promise<DatasetDetail> {
  const { name, projectId: wantedProject, ...changes } = parseInput(upsertDatasetInput, input);
  const { organizationId, projectId } = await requireProjectPermission(ctx, wantedProject, "datasets:write");
  requireSchemas(changes);
  const where = { projectId_name: { projectId, name } };
  return runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.dataset.createMany({
      data: [{ projectId, name, ...changes }],
      skipDuplicates: true,
    });
    const isNew = count === 1;
    const changed = Object.keys(changes).filter((field) => Reflect.get(changes, field) !== undefined);
    if (!isNew && (changes.inputSchema !== undefined || changes.expectedOutputSchema !== undefined))
      await requireFittingItems(tx, { projectId, name, changes });
    const row =
      isNew || changed.length === 0
        ? await tx.dataset.findUniqueOrThrow({ where })
        : await tx.dataset.update({ where, data: changes });
    if (isNew || changed.length > 0) {
      await writeAudit(tx, ctx, {
        organizationId,
        projectId,
        action: isNew ? "dataset.created" : "dataset.updated",
        entityId: row.id,
        after: { name, changed },
      });
      await writeOutbox(tx, { type: "dataset.changed", projectId, payload: { datasetId: row.id } });
    }
    return toDataset(row);
  });
}
