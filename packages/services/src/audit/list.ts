import type { AuditEntry, Prisma } from "@plumbline/db/client";
import { requireOrganizationPermission, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export interface AuditItem {
  id: string;
  projectId: string | null;
  actor: { type: "user" | "api-key" | "system"; id: string };
  action: string;
  entity: string;
  entityId: string;
  before: Prisma.JsonValue;
  after: Prisma.JsonValue;
  requestId: string;
  createdAt: string;
}

export type ListAuditInput = ({ projectId: string } | { organizationId: string }) & {
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
  if ("projectId" in input) await requireProjectPermission(ctx, input.projectId, "audit:read");
  else await requireOrganizationPermission(ctx, input.organizationId, "audit:read");
  const limit = Math.min(Math.max(Math.trunc(input.limit ?? 50), 1), 200);
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      ...("projectId" in input ? { projectId: input.projectId } : { organizationId: input.organizationId }),
      ...(input.cursor === undefined ? {} : { id: { lt: input.cursor } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    rows: page.map(toAuditItem),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

function toAuditItem(entry: AuditEntry): AuditItem {
  const { id, projectId, actorType, actorId, action, entity, entityId, before, after, requestId } = entry;
  return {
    id,
    projectId,
    actor: { type: actorType === "api_key" ? "api-key" : actorType, id: actorId },
    action,
    entity,
    entityId,
    before,
    after,
    requestId,
    createdAt: entry.createdAt.toISOString(),
  };
}
