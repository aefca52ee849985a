import { requireProjectScope } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** Scores open to the scope "read", and to keys that hold only "scores". */
export async function requireScoreRead(ctx: ServiceContext, projectId: string): Promise<void> {
  const { actor } = ctx;
  const scoresOnly = actor.type === "api-key" && !actor.scopes.includes("read");
  await requireProjectScope(ctx, projectId, scoresOnly ? "scores" : "read");
}
