import { type Permission, rolePermissions } from "@plumbline/access/permissions";
import type { Role } from "@plumbline/access/roles";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";
import { isStoredId } from "./is-stored-id.ts";
import { lacksPermission } from "./lacks-permission.ts";

export interface OrganizationAccess {
  organizationId: string;
  organizationName: string;
  /** null for the system. */
  role: Role | null;
}

/**
 * Like requireProjectPermission, one level up. Keys belong to a project, so no organisation exists for
 * them; an override inside a project says nothing about the organisation.
 */
export async function requireOrganizationPermission(
  { actor, db }: Pick<ServiceContext, "actor" | "db">,
  organizationId: string,
  permission: Permission,
): Promise<OrganizationAccess> {
  if (actor.type === "api-key" || !isStoredId(organizationId)) throw new PlumblineError("not_found");
  const organization = await db.organization.findFirst({
    where: { id: organizationId, deletedAt: null },
    select: {
      name: true,
      memberships: { where: { userId: actor.type === "user" ? actor.userId : "" }, select: { role: true } },
    },
  });
  if (organization === null) throw new PlumblineError("not_found");
  const access = { organizationId, organizationName: organization.name };
  if (actor.type === "system") return { ...access, role: null };
  const [membership] = organization.memberships;
  if (membership === undefined) throw new PlumblineError("not_found");
  if (!rolePermissions[membership.role].includes(permission)) throw lacksPermission(permission);
  return { ...access, role: membership.role };
}
