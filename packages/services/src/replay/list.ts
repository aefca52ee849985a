import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type ReplayItem, toReplayItem } from "./types.ts";

/** The last ten of the project, newest first. */
export async function listReplays(ctx: ServiceContext, input: { projectId: string }): Promise<ReplayItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "rejected-events:read");
  const rows = await ctx.db.replayRequest.findMany({
    where: { projectId },
    orderBy: { id: "desc" },
    take: 10,
  });
  return rows.map(toReplayItem);
}
