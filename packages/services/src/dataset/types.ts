import type { Prisma, Dataset as Row } from "@plumbline/db/client";

export interface DatasetDetail {
  id: string;
  projectId: string;
  name: string;
  description: string | null;
  metadata: Prisma.JsonValue;
  /** JSON Schemas of its items' input and expected output. */
  inputSchema: Prisma.JsonValue;
  expectedOutputSchema: Prisma.JsonValue;
  createdAt: string;
  updatedAt: string;
}

export function toDataset(row: Row): DatasetDetail {
  return {
    id: row.id,
    projectId: row.projectId,
    name: row.name,
    description: row.description,
    metadata: row.metadata,
    inputSchema: row.inputSchema,
    expectedOutputSchema: row.expectedOutputSchema,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
