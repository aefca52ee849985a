import type { ServiceContext } from "../context.ts";
import { takeCorrectionLease } from "./take.ts";

interface Correction {
  /** How many spans of the project want it. */
  count(projectId: string): Promise<number>;
  apply(projectId: string): Promise<void>;
}

/** In every project that wants it. Projects that somebody else is correcting wait for the next run. */
export async function correctProjects(
  ctx: Pick<ServiceContext, "db" | "clock">,
  { count, apply }: Correction,
): Promise<{ projects: number; spans: number }> {
  const projects = await ctx.db.project.findMany({ where: { deletedAt: null }, select: { id: true } });
  const done = { projects: 0, spans: 0 };
  for (const { id } of projects) {
    const spans = await count(id);
    if (spans === 0) continue;
    const lease = await takeCorrectionLease(ctx, id);
    if (lease === null) continue;
    try {
      await apply(id);
    } finally {
      await lease.release();
    }
    done.projects += 1;
    done.spans += spans;
  }
  return done;
}
