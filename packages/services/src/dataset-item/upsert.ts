import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { DatasetItemVersion, Prisma } from "@plumbline/db/client";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findDataset } from "../dataset/index.ts";
import { jsonValue } from "../json.ts";
import { describeFault, faultsOfItem, type ItemSchemas } from "../json-schema/index.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { type DatasetItemDetail, itemStatuses, toDatasetItem } from "./types.ts";

const foreignId = z
  .string()
  .min(1)
  .max(800)
  .regex(/^[^\0]*$/);

const upsertDatasetItemInput = z.strictObject({
  projectId: z.string(),
  datasetName: z.string(),
  /** Unique in the project; made up when absent. */
  id: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^\0]*$/)
    .optional(),
  /** What is absent stays as it is. */
  input: jsonValue.optional(),
  expectedOutput: jsonValue.optional(),
  metadata: jsonValue.optional(),
  sourceTraceId: foreignId.optional(),
  sourceObservationId: foreignId.optional(),
  status: z.enum(itemStatuses).optional(),
});

/**
 * Makes an item, or a new version of the one with that id; the same once more makes none. Throws
 * `invalid_request` when the id belongs to an item of another dataset, and when the item as it would be does
 * not fit the schemas of the dataset.
 */
export async function upsertDatasetItem(
  ctx: ServiceContext,
  input: z.input<typeof upsertDatasetItemInput>,
): Promise<DatasetItemDetail> {
  const {
    projectId: wantedProject,
    datasetName,
    id = randomUUID(),
    ...changes
  } = parseInput(upsertDatasetItemInput, input);
  const { organizationId, projectId } = await requireProjectPermission(ctx, wantedProject, "datasets:write");
  const { id: datasetId } = await findDataset(ctx, projectId, { name: datasetName });
  const nowMs = ctx.clock.nowMs();
  const row = await runTransaction(ctx.db, async (tx) => {
    const schemas = await shareSchemas(tx, datasetId);
    const item = await lockItem(tx, { projectId, id, datasetId, createdAt: new Date(nowMs) });
    const last = await tx.datasetItemVersion.findFirst({
      where: { projectId, itemId: id },
      orderBy: { validFrom: "desc" },
    });
    const current = last?.validTo === null ? last : null;
    if (current !== null && !isChanged(current, changes)) return current;
    const content = { ...carriedOver(current), ...definedOnly(changes) };
    requireFit(schemas, content);
    // Two versions of an item never begin in the same millisecond.
    const earliestMs = (last?.validTo ?? last?.validFrom)?.getTime() ?? 0;
    const validFrom = new Date(Math.max(nowMs, earliestMs + 1));
    if (current !== null) {
      await tx.datasetItemVersion.updateMany({
        where: { projectId, itemId: id, validTo: null },
        data: { validTo: validFrom },
      });
    }
    const created = await tx.datasetItemVersion.create({
      data: {
        projectId,
        itemId: id,
        datasetId,
        validFrom,
        createdAt: item.createdAt,
        ...content,
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: current === null ? "dataset-item.created" : "dataset-item.updated",
      entityId: id,
      after: { datasetId, changed: Object.keys(definedOnly(changes)) },
    });
    await writeOutbox(tx, { type: "dataset.changed", projectId, payload: { datasetId } });
    return created;
  });
  return toDatasetItem({ ...row, dataset: { name: datasetName } });
}

type Changes = Omit<z.output<typeof upsertDatasetItemInput>, "projectId" | "datasetName" | "id">;

/** They do not change before the item is written. */
async function shareSchemas(tx: Transaction, datasetId: string): Promise<ItemSchemas> {
  const [schemas] = await tx.$queryRaw<ItemSchemas[]>`
    SELECT input_schema AS "inputSchema", expected_output_schema AS "expectedOutputSchema"
    FROM datasets WHERE id = ${datasetId} FOR SHARE`;
  if (schemas === undefined) throw new PlumblineError("conflict");
  return schemas;
}

function requireFit(schemas: ItemSchemas, item: { input?: unknown; expectedOutput?: unknown }): void {
  const faults = faultsOfItem(schemas, {
    input: item.input ?? null,
    expectedOutput: item.expectedOutput ?? null,
  });
  if (faults.length === 0) return;
  const issues = faults.map(describeFault);
  throw new PlumblineError("invalid_request", {
    message: `The item does not fit the dataset's schema: ${issues.join("; ")}.`,
    details: { issues },
  });
}

/** Whoever comes next waits for this version. */
async function lockItem(
  tx: Transaction,
  wanted: { projectId: string; id: string; datasetId: string; createdAt: Date },
): Promise<{ createdAt: Date }> {
  await tx.datasetItem.createMany({ data: [wanted], skipDuplicates: true });
  const [item] = await tx.$queryRaw<Array<{ datasetId: string; createdAt: Date }>>`
    SELECT dataset_id AS "datasetId", created_at AS "createdAt" FROM dataset_items
    WHERE project_id = ${wanted.projectId} AND id = ${wanted.id} FOR UPDATE`;
  if (item === undefined) throw new PlumblineError("conflict");
  if (item.datasetId !== wanted.datasetId) {
    throw new PlumblineError("invalid_request", {
      message: `The dataset item with id ${wanted.id} belongs to another dataset.`,
    });
  }
  return item;
}

function isChanged(current: DatasetItemVersion, changes: Changes): boolean {
  return Object.entries(changes).some(
    ([field, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(Reflect.get(current, field)),
  );
}

function definedOnly(changes: Changes): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

type Content = Pick<
  Prisma.DatasetItemVersionUncheckedCreateInput,
  "status" | "input" | "expectedOutput" | "metadata" | "sourceTraceId" | "sourceObservationId"
>;

function carriedOver(current: DatasetItemVersion | null): Content {
  if (current === null) return { status: "active" };
  const { status, sourceTraceId, sourceObservationId } = current;
  return {
    status,
    sourceTraceId,
    sourceObservationId,
    ...(current.input === null ? {} : { input: current.input }),
    ...(current.expectedOutput === null ? {} : { expectedOutput: current.expectedOutput }),
    ...(current.metadata === null ? {} : { metadata: current.metadata }),
  };
}
