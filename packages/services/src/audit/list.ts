import type { AuditEntry, Prisma } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";
import { type AuditFilters, type AuditPlace, auditFilters, auditWhere } from "./filters.ts";
import { nameActors } from "./name-actors.ts";

export interface AuditItem {
  id: string;
  projectId: string | null;
  /** `name` is null for who no longer exists. */
  actor: { type: "user" | "api-key" | "system"; id: string; name: string | null };
  action: string;
  entity: string;
  entityId: string;
  before: Prisma.JsonValue;
  after: Prisma.JsonValue;
  requestId: string;
  createdAt: string;
}

export type ListAuditInput = AuditPlace &
  AuditFilters & {
    /** 1 to 200; 50 when absent. */
    limit?: number;
    /** `nextCursor` of the page before. */
    cursor?: string;
  };

/** Newest first. `nextCursor` is null on the last page. */
export async function listAudit(
  ctx: ServiceContext,
  input: ListAuditInput,
): Promise<{ rows: AuditItem[]; nextCursor: string | null }> {
  const where = await auditWhere(ctx, input, auditFilters.parse(input));
  const limit = Math.min(Math.max(Math.trunc(input.limit ?? 50), 1), 200);
  const rows = await ctx.db.auditEntry.findMany({
    where: { ...where, ...(input.cursor === undefined ? {} : { id: { lt: input.cursor } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const names = await nameActors(ctx, page);
  return {
    rows: page.map((entry) => toAuditItem(entry, names)),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

function toAuditItem(entry: AuditEntry, names: ReadonlyMap<string, string>): AuditItem {
  const { id, projectId, actorType, actorId, action, entity, entityId, before, after, requestId } = entry;
  return {
    id,
    projectId,
    actor: {
      type: actorType === "api_key" ? "api-key" : actorType,
      id: actorId,
      name: actorType === "system" ? actorId : (names.get(actorId) ?? null),
    },
    action,
    entity,
    entityId,
    before,
    after,
    requestId,
    createdAt: entry.createdAt.toISOString(),
  };
}
