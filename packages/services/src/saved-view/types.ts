import type { SavedView as Row } from "@plumbline/db/client";
import { z } from "zod";

/** Lists that keep views. */
export const savedViewSurfaces = ["traces", "users", "sessions"] as const;
export type SavedViewSurface = (typeof savedViewSurfaces)[number];

/** The search parameters of the page's address, by name; never which row is open or where one has scrolled. */
export const savedViewParams = z
  .record(z.string().max(40), z.string().max(8_000))
  .refine((params) => Object.keys(params).length <= 20);

export const savedViewName = z.string().trim().min(1).max(100);

export interface SavedView {
  id: string;
  surface: string;
  name: string;
  params: Record<string, string>;
  createdByUserId: string;
  updatedAt: string;
}

export function toSavedView(row: Row): SavedView {
  const { id, surface, name, createdByUserId } = row;
  return {
    id,
    surface,
    name,
    params: savedViewParams.parse(row.params),
    createdByUserId,
    updatedAt: row.updatedAt.toISOString(),
  };
}
