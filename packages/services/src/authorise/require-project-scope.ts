import type { Role } from "@plumbline/access/roles";
import { type Scope, scopes } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";
import { isStoredId } from "./is-stored-id.ts";
import { scopesOfRole } from "./role-holds-scope.ts";

export interface ProjectAccess {
  projectId: string;
  projectName: string;
  organizationId: string;
  retentionDays: number | null;
  /** Of a user in this project; null for keys and the system. */
  role: Role | null;
  /** Everything that the actor may do here, not only what was asked for. */
  scopes: readonly Scope[];
}

/**
 * The one door to a project. Throws `not_found` when it is missing, deleted or not the actor's to see
 * (the three look alike), `forbidden` when the actor sees it but lacks the scope. Roles are read afresh.
 */
export async function requireProjectScope(
  ctx: Pick<ServiceContext, "actor" | "db">,
  projectId: string,
  scope: Scope,
): Promise<ProjectAccess> {
  const access = await findProjectAccess(ctx, projectId);
  if (access === null) throw new PlumblineError("not_found");
  if (!access.scopes.includes(scope)) {
    throw new PlumblineError("forbidden", {
      message: `These credentials lack the scope "${scope}".`,
      details: { scope },
    });
  }
  return access;
}

async function findProjectAccess(
  { actor, db }: Pick<ServiceContext, "actor" | "db">,
  projectId: string,
): Promise<ProjectAccess | null> {
  if (!isStoredId(projectId)) return null;
  if (actor.type === "api-key" && actor.projectId !== projectId) return null;
  const [project, role] = await Promise.all([
    db.project.findFirst({ where: { id: projectId, deletedAt: null } }),
    actor.type === "user" ? findRole(db, actor.userId, projectId) : null,
  ]);
  if (project === null || (actor.type === "user" && role === null)) return null;
  return {
    projectId,
    projectName: project.name,
    organizationId: project.organizationId,
    retentionDays: project.retentionDays,
    role,
    scopes: actor.type === "api-key" ? actor.scopes : role === null ? scopes : scopesOfRole(role),
  };
}

/** The project's override counts only while the user belongs to the organisation. */
async function findRole(db: Db, userId: string, projectId: string): Promise<Role | null> {
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
