import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type IngestStatusItem, ingestTroubles, silentAfterMs } from "./types.ts";

/** How far what can be read lags behind what was sent; null before any API has said so. One row by key. */
export async function getIngestStatus(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<IngestStatusItem | null> {
  await requireProjectPermission(ctx, input.projectId, "project:read");
  const row = await ctx.db.ingestStatus.findFirst({ orderBy: { dataAsOf: "asc" } });
  if (row === null) return null;
  const nowMs = ctx.clock.nowMs();
  const isBehind = row.backlogRows > 0;
  return {
    dataAsOf: row.dataAsOf.toISOString(),
    lagMs: isBehind ? Math.max(0, nowMs - row.dataAsOf.getTime()) : 0,
    backlogRows: row.backlogRows,
    trouble: ingestTroubles.find((known) => known === row.trouble) ?? "",
    full: row.full,
    silent: nowMs - row.updatedAt.getTime() > silentAfterMs,
  };
}
