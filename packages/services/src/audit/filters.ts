import type { Prisma } from "@plumbline/db/client";
import { z } from "zod";
import { requireOrganizationPermission, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export const auditFilters = z.object({
  /** Of a user, a key, or the name of a part of the system. */
  actorId: z.string().max(200).optional(),
  /** "api-key", or with its verb "api-key.created". */
  action: z.string().max(100).optional(),
  entityId: z.string().max(200).optional(),
  /** Half-open: from ≤ createdAt < to. */
  from: z.date().optional(),
  to: z.date().optional(),
});
export type AuditFilters = z.input<typeof auditFilters>;

/** A project's own entries, or all of an organisation, its projects' included. */
export type AuditPlace = { projectId: string } | { organizationId: string };

/** Checks `audit:read` where the entries are and says which rows they are. */
export async function auditWhere(
  ctx: ServiceContext,
  place: AuditPlace,
  filters: AuditFilters,
): Promise<Prisma.AuditEntryWhereInput> {
  if ("projectId" in place) await requireProjectPermission(ctx, place.projectId, "audit:read");
  else await requireOrganizationPermission(ctx, place.organizationId, "audit:read");
  const { actorId, action, entityId, from, to } = filters;
  return {
    ...("projectId" in place ? { projectId: place.projectId } : { organizationId: place.organizationId }),
    ...(actorId === undefined ? {} : { actorId }),
    ...(action === undefined ? {} : action.includes(".") ? { action } : { entity: action }),
    ...(entityId === undefined ? {} : { entityId }),
    ...(from === undefined && to === undefined
      ? {}
      : { createdAt: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
  };
}
