import type { ServiceContext } from "../context.ts";
import { type AuditPlace, auditWhere } from "./filters.ts";
import { nameActors } from "./name-actors.ts";

export interface AuditChoices {
  /** Alphabetical. */
  actions: string[];
  actors: { id: string; name: string }[];
}

const maxActors = 200;

/** What entries can be filtered by: only what occurs. */
export async function listAuditChoices(ctx: ServiceContext, place: AuditPlace): Promise<AuditChoices> {
  const where = await auditWhere(ctx, place, {});
  const [actions, actors] = await Promise.all([
    ctx.db.auditEntry.findMany({
      where,
      distinct: ["action"],
      select: { action: true },
      orderBy: { action: "asc" },
    }),
    ctx.db.auditEntry.findMany({
      where,
      distinct: ["actorType", "actorId"],
      select: { actorType: true, actorId: true },
      take: maxActors,
    }),
  ]);
  const names = await nameActors(ctx, actors);
  return {
    actions: actions.map(({ action }) => action),
    actors: actors
      .map(({ actorId }) => ({ id: actorId, name: names.get(actorId) ?? actorId }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}
