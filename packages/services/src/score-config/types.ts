import type { ScoreConfig as Row } from "@plumbline/db/client";
import { z } from "zod";

export const scoreConfigTypes = ["numeric", "categorical", "boolean", "text"] as const;
export type ScoreConfigType = (typeof scoreConfigTypes)[number];

export const scoreConfigName = z
  .string()
  .min(1)
  .max(35)
  .regex(/^[\p{L}\p{N}_ .()-]+$/u);
export const scoreConfigDescription = z
  .string()
  .max(2_000)
  .regex(/^[^\0]*$/);
export const category = z.object({ label: z.string().min(1).max(200), value: z.number() });
const categories = z.array(category);

export interface ScoreConfigItem {
  id: string;
  projectId: string;
  name: string;
  dataType: ScoreConfigType;
  isArchived: boolean;
  minValue: number | null;
  maxValue: number | null;
  /** null for numbers and texts. */
  categories: Array<z.output<typeof category>> | null;
  description: string | null;
  createdAt: string;
  updatedAt: string;
}

/** Throws for a row that no verb wrote. */
export function toScoreConfig(row: Row): ScoreConfigItem {
  return {
    id: row.id,
    projectId: row.projectId,
    name: row.name,
    dataType: row.dataType,
    isArchived: row.isArchived,
    minValue: row.minValue,
    maxValue: row.maxValue,
    categories: row.categories === null ? null : categories.parse(row.categories),
    description: row.description,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
