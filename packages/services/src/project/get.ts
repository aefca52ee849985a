import type { Role } from "@plumbline/access/roles";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export interface ProjectItem {
  id: string;
  name: string;
  organization: { id: string; name: string };
  /** null keeps traces for ever. */
  retentionDays: number | null;
  /** How long what was refused is kept. */
  deadLetterDays: number;
  /** Of the user in this project; null for keys and the system. */
  role: Role | null;
}

export async function getProject(
  ctx: Pick<ServiceContext, "actor" | "db">,
  input: { projectId: string },
): Promise<ProjectItem> {
  const access = await requireProjectPermission(ctx, input.projectId, "project:read");
  const organization = await ctx.db.organization.findUnique({
    where: { id: access.organizationId },
    select: { id: true, name: true },
  });
  if (organization === null) throw new PlumblineError("not_found");
  return {
    id: access.projectId,
    name: access.projectName,
    organization,
    retentionDays: access.retentionDays,
    deadLetterDays: access.deadLetterDays,
    role: access.role,
  };
}
