import type { ServiceContext } from "../context.ts";
import { openStatuses } from "./types.ts";

/** Ids of those that wait, or that a worker which is gone has left. For the system. */
export async function listDuePriceRecomputes(ctx: Pick<ServiceContext, "db" | "clock">): Promise<string[]> {
  const open = await ctx.db.priceRecompute.findMany({
    where: { status: { in: openStatuses }, project: { deletedAt: null } },
    orderBy: { createdAt: "asc" },
    select: { id: true, projectId: true },
    take: 100,
  });
  if (open.length === 0) return [];
  const held = await ctx.db.correctionLease.findMany({
    where: {
      projectId: { in: open.map(({ projectId }) => projectId) },
      until: { gte: new Date(ctx.clock.nowMs()) },
    },
    select: { projectId: true },
  });
  const busy = new Set(held.map(({ projectId }) => projectId));
  return open.filter(({ projectId }) => !busy.has(projectId)).map(({ id }) => id);
}
