import type { Prisma } from "@plumbline/db/client";
import { z } from "zod";

/** Means the highest version, always; nobody sets it. */
export const latestLabel = "latest";
/** Served when a reader names neither a version nor a label. */
export const defaultLabel = "production";

export const promptName = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^|\0]+$/, "must not contain |");

export const promptLabel = z
  .string()
  .max(36)
  .regex(/^[a-z0-9_\-.]+$/, "only lower-case letters, digits, _ - and .");

export type PromptType = "text" | "chat";

/** One version of a prompt. */
export interface PromptItem {
  id: string;
  projectId: string;
  name: string;
  version: number;
  type: PromptType;
  /** A string, or the messages of a chat. */
  content: Prisma.JsonValue;
  config: Prisma.JsonValue;
  /** The same for all versions. */
  tags: string[];
  labels: string[];
  commitMessage: string | null;
  /** null: made with an API key. */
  createdByUserId: string | null;
  createdAt: string;
  updatedAt: string;
}

/** What a query of a version has to bring along. */
export const withPrompt = {
  prompt: true,
  labels: { select: { label: true }, orderBy: { label: "asc" } },
} as const satisfies Prisma.PromptVersionInclude;

export type VersionRow = Prisma.PromptVersionGetPayload<{ include: typeof withPrompt }>;

export function toPromptItem(row: VersionRow, highestVersion: number): PromptItem {
  return {
    id: row.id,
    projectId: row.prompt.projectId,
    name: row.prompt.name,
    version: row.version,
    type: row.prompt.type,
    content: row.content,
    config: row.config,
    tags: row.prompt.tags,
    labels: labelsOf(row, highestVersion),
    commitMessage: row.commitMessage,
    createdByUserId: row.createdByUserId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function labelsOf(
  row: { version: number; labels: ReadonlyArray<{ label: string }> },
  highestVersion: number,
): string[] {
  const labels = row.labels.map(({ label }) => label);
  return row.version === highestVersion ? [...labels, latestLabel] : labels;
}
