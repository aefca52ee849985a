import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type SavedView, type SavedViewSurface, toSavedView } from "./types.ts";

/** By name; a view belongs to everybody in the project. */
export async function listSavedViews(
  ctx: ServiceContext,
  input: { projectId: string; surface: SavedViewSurface },
): Promise<SavedView[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const rows = await ctx.db.savedView.findMany({
    where: { projectId, surface: input.surface },
    orderBy: { name: "asc" },
  });
  return rows.map(toSavedView);
}
