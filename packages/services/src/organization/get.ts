import type { Role } from "@plumbline/access/roles";
import { requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export interface OrganizationDetail {
  id: string;
  name: string;
  /** Of the actor; null for the system. */
  role: Role | null;
  projects: { id: string; name: string }[];
}

export async function getOrganization(
  ctx: Pick<ServiceContext, "actor" | "db">,
  input: { organizationId: string },
): Promise<OrganizationDetail> {
  const { organizationId, organizationName, role } = await requireOrganizationPermission(
    ctx,
    input.organizationId,
    "organisation:read",
  );
  const projects = await ctx.db.project.findMany({
    where: { organizationId, deletedAt: null },
    select: { id: true, name: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return { id: organizationId, name: organizationName, role, projects };
}
