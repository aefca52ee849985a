import type { Prisma } from "@plumbline/db/client";

export const itemStatuses = ["active", "archived"] as const;

/** One version of an item. */
export interface DatasetItemDetail {
  id: string;
  status: (typeof itemStatuses)[number];
  input: Prisma.JsonValue;
  expectedOutput: Prisma.JsonValue;
  metadata: Prisma.JsonValue;
  sourceTraceId: string | null;
  sourceObservationId: string | null;
  datasetId: string;
  datasetName: string;
  createdAt: string;
  /** When this version began. */
  updatedAt: string;
}

export const withDatasetName = { dataset: { select: { name: true } } } as const;

export type ItemRow = Prisma.DatasetItemVersionGetPayload<{ include: typeof withDatasetName }>;

export function toDatasetItem(row: ItemRow): DatasetItemDetail {
  return {
    id: row.itemId,
    status: row.status,
    input: row.input,
    expectedOutput: row.expectedOutput,
    metadata: row.metadata,
    sourceTraceId: row.sourceTraceId,
    sourceObservationId: row.sourceObservationId,
    datasetId: row.datasetId,
    datasetName: row.dataset.name,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.validFrom.toISOString(),
  };
}

/** The versions that held at a moment; now when there is none. */
export function validAt(moment: Date | undefined): Prisma.DatasetItemVersionWhereInput {
  if (moment === undefined) return { validTo: null };
  return { validFrom: { lte: moment }, OR: [{ validTo: null }, { validTo: { gt: moment } }] };
}
