import type { Role } from "@plumbline/access/roles";
import { requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export interface MemberItem {
  userId: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
  /** Where another role holds. */
  projectRoles: { projectId: string; projectName: string; role: Role }[];
}

const strongestFirst: Record<Role, number> = { owner: 0, admin: 1, member: 2, viewer: 3 };

/** Strongest role first, then by name. */
export async function listMembers(
  ctx: Pick<ServiceContext, "actor" | "db">,
  input: { organizationId: string },
): Promise<MemberItem[]> {
  const { organizationId } = await requireOrganizationPermission(ctx, input.organizationId, "members:read");
  const memberships = await ctx.db.membership.findMany({
    where: { organizationId },
    include: {
      user: {
        select: {
          name: true,
          email: true,
          projectMemberships: {
            where: { project: { organizationId, deletedAt: null } },
            select: { role: true, project: { select: { id: true, name: true } } },
            orderBy: { id: "asc" },
          },
        },
      },
    },
  });
  return memberships
    .map(({ userId, user, role, createdAt }) => ({
      userId,
      name: user.name,
      email: user.email,
      role,
      joinedAt: createdAt.toISOString(),
      projectRoles: user.projectMemberships.map((override) => ({
        projectId: override.project.id,
        projectName: override.project.name,
        role: override.role,
      })),
    }))
    .sort(
      (one, other) =>
        strongestFirst[one.role] - strongestFirst[other.role] ||
        one.name.localeCompare(other.name) ||
        one.email.localeCompare(other.email),
    );
}
