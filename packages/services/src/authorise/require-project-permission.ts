import {
  type Permission,
  permissions,
  rolePermissions,
  scopePermissions,
} from "@plumbline/access/permissions";
import type { Role } from "@plumbline/access/roles";
import { type Scope, scopes } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";
import type { ServiceContext } from "../context.ts";
import { isStoredId } from "./is-stored-id.ts";
import { lacksPermission } from "./lacks-permission.ts";
import { scopesOfRole } from "./scopes-of-role.ts";

export interface ProjectAccess {
  projectId: string;
  projectName: string;
  organizationId: string;
  retentionDays: number | null;
  deadLetterDays: number;
  /** Of a user in this project; null for keys and the system. */
  role: Role | null;
  /** Everything that the actor may do here, not only what was asked for. */
  permissions: readonly Permission[];
  /** What a key made by this actor may hold. */
  scopes: readonly Scope[];
}

/**
 * The one door to a project. Throws `not_found` when it is missing, deleted or not the actor's to see
 * (the three look alike), `forbidden` when the actor sees it but may not do this. Roles are read afresh.
 */
export async function requireProjectPermission(
  ctx: Pick<ServiceContext, "actor"> & { db: Db | Transaction },
  projectId: string,
  permission: Permission,
): Promise<ProjectAccess> {
  const access = await findProjectAccess(ctx, projectId);
  if (access === null) throw new PlumblineError("not_found");
  if (!access.permissions.includes(permission)) throw lacksPermission(permission);
  return access;
}

async function findProjectAccess(
  { actor, db }: Pick<ServiceContext, "actor"> & { db: Db | Transaction },
  projectId: string,
): Promise<ProjectAccess | null> {
  if (!isStoredId(projectId)) return null;
  if (actor.type === "api-key" && actor.projectId !== projectId) return null;
  const [project, role] = await Promise.all([
    db.project.findFirst({ where: { id: projectId, deletedAt: null, organization: { deletedAt: null } } }),
    actor.type === "user" ? findRole(db, actor.userId, projectId) : null,
  ]);
  if (project === null || (actor.type === "user" && role === null)) return null;
  return {
    projectId,
    projectName: project.name,
    organizationId: project.organizationId,
    retentionDays: project.retentionDays,
    deadLetterDays: project.deadLetterDays,
    role,
    ...grantsOf(actor, role),
  };
}

function grantsOf(
  actor: ServiceContext["actor"],
  role: Role | null,
): Pick<ProjectAccess, "permissions" | "scopes"> {
  if (actor.type === "api-key") {
    return { permissions: actor.scopes.flatMap((scope) => scopePermissions[scope]), scopes: actor.scopes };
  }
  if (role === null) return { permissions, scopes };
  return { permissions: rolePermissions[role], scopes: scopesOfRole(role) };
}

/** The project's override counts only while the user belongs to the organisation. */
async function findRole(db: Db | Transaction, userId: string, projectId: string): Promise<Role | null> {
  const [membership, override] = await Promise.all([
    db.membership.findFirst({
      where: { userId, organization: { projects: { some: { id: projectId } } } },
      select: { role: true },
    }),
    db.projectMembership.findUnique({
      where: { projectId_userId: { projectId, userId } },
      select: { role: true },
    }),
  ]);
  return membership === null ? null : (override?.role ?? membership.role);
}
