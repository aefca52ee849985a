import { isStoredId } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import type { ProjectItem } from "./get.ts";

/**
 * Everything that the actor can see, oldest first: a key's one project whatever its scopes, a user's
 * through memberships, all of them for the system.
 */
export async function listProjectsForActor(
  ctx: Pick<ServiceContext, "actor" | "db">,
): Promise<ProjectItem[]> {
  const { actor, db } = ctx;
  if (actor.type === "user" && !isStoredId(actor.userId)) return [];
  const userId = actor.type === "user" ? actor.userId : "";
  const projects = await db.project.findMany({
    where: {
      deletedAt: null,
      ...(actor.type === "api-key" ? { id: actor.projectId } : {}),
      organization: {
        deletedAt: null,
        ...(actor.type === "user" ? { memberships: { some: { userId } } } : {}),
      },
    },
    include: {
      organization: { include: { memberships: { where: { userId }, select: { role: true } } } },
      memberships: { where: { userId }, select: { role: true } },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return projects.map((project) => ({
    id: project.id,
    name: project.name,
    organization: { id: project.organization.id, name: project.organization.name },
    retentionDays: project.retentionDays,
    deadLetterDays: project.deadLetterDays,
    role: project.memberships[0]?.role ?? project.organization.memberships[0]?.role ?? null,
  }));
}
