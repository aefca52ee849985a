import type { DatasetRun, DatasetRunItem, Prisma } from "@plumbline/db/client";

export interface DatasetRunDetail {
  id: string;
  name: string;
  description: string | null;
  metadata: Prisma.JsonValue;
  datasetId: string;
  datasetName: string;
  createdAt: string;
  updatedAt: string;
}

export interface DatasetRunItemDetail {
  id: string;
  datasetRunId: string;
  datasetRunName: string;
  datasetItemId: string;
  traceId: string;
  /** null: the trace as a whole. */
  observationId: string | null;
  createdAt: string;
  updatedAt: string;
}

export function toDatasetRun(row: DatasetRun, datasetName: string): DatasetRunDetail {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    metadata: row.metadata,
    datasetId: row.datasetId,
    datasetName,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function toRunItem(row: DatasetRunItem, runName: string): DatasetRunItemDetail {
  return {
    id: row.id,
    datasetRunId: row.runId,
    datasetRunName: runName,
    datasetItemId: row.itemId,
    traceId: row.traceId,
    observationId: row.observationId === "" ? null : row.observationId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
