import { requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import type { DeletedProject } from "./delete.ts";
import { restorableSince, restorableUntil } from "./restore-window.ts";

/** What can still be restored, the latest first. */
export async function listDeletedProjects(
  ctx: Pick<ServiceContext, "actor" | "db" | "clock">,
  input: { organizationId: string },
): Promise<DeletedProject[]> {
  const access = await requireOrganizationPermission(ctx, input.organizationId, "project:delete");
  const { organizationId } = access;
  const projects = await ctx.db.project.findMany({
    where: { organizationId, deletedAt: { gt: restorableSince(ctx.clock.nowMs()) } },
    orderBy: [{ deletedAt: "desc" }, { id: "desc" }],
  });
  return projects.flatMap(({ id, name, deletedAt }) =>
    deletedAt === null
      ? []
      : {
          id,
          name,
          organizationId,
          deletedAt: deletedAt.toISOString(),
          restorableUntil: restorableUntil(deletedAt).toISOString(),
        },
  );
}
