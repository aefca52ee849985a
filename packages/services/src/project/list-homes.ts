import { rolePermissions } from "@plumbline/access/permissions";
import type { ServiceContext } from "../context.ts";

export interface ProjectHome {
  id: string;
  name: string;
  /** False for members who may only look on: an admin has to make the project. */
  canCreateProject: boolean;
}

/** The organisations that a person belongs to, by name; nothing for keys, which belong to a project. */
export async function listProjectHomes({
  actor,
  db,
}: Pick<ServiceContext, "actor" | "db">): Promise<ProjectHome[]> {
  if (actor.type !== "user") return [];
  const memberships = await db.membership.findMany({
    where: { userId: actor.userId, organization: { deletedAt: null } },
    select: { role: true, organization: { select: { id: true, name: true } } },
    orderBy: [{ organization: { name: "asc" } }, { organizationId: "asc" }],
  });
  return memberships.map(({ role, organization }) => ({
    ...organization,
    canCreateProject: rolePermissions[role].includes("projects:create"),
  }));
}
