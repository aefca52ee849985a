import type { Role } from "@plumbline/access/roles";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export interface OrganizationItem {
  id: string;
  name: string;
  /** Of the actor. */
  role: Role;
  members: number;
  projects: { id: string; name: string }[];
}

/** Those that the actor belongs to, by name. */
export async function listOrganizations(
  ctx: Pick<ServiceContext, "actor" | "db">,
): Promise<OrganizationItem[]> {
  const { userId } = await requireUser(ctx);
  const memberships = await ctx.db.membership.findMany({
    where: { userId, organization: { deletedAt: null } },
    select: {
      role: true,
      organization: {
        select: {
          id: true,
          name: true,
          projects: {
            where: { deletedAt: null },
            select: { id: true, name: true },
            orderBy: [{ createdAt: "asc" }, { id: "asc" }],
          },
          _count: { select: { memberships: true } },
        },
      },
    },
    orderBy: [{ organization: { name: "asc" } }, { id: "asc" }],
  });
  return memberships.map(({ role, organization: { id, name, projects, _count } }) => ({
    id,
    name,
    role,
    members: _count.memberships,
    projects,
  }));
}
