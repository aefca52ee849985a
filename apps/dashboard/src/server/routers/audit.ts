import { listAudit, listAuditChoices } from "@plumbline/services/audit";
import { z } from "zod";
import { organizationProcedure, projectProcedure, router } from "../trpc.ts";

const page = z.object({
  actorId: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  entityId: z.string().max(200).optional(),
  fromMs: z.number().int().min(0).optional(),
  toMs: z.number().int().min(0).optional(),
  cursor: z.string().max(100).nullish(),
});

/** Newest first, 50 at a time. */
export const auditRouter = router({
  listOfProject: projectProcedure("audit:read")
    .input(page)
    .query(({ ctx, input }) => listAudit(ctx.services, { projectId: input.projectId, ...toFilters(input) })),

  choicesOfProject: projectProcedure("audit:read").query(({ ctx, input }) =>
    listAuditChoices(ctx.services, { projectId: input.projectId }),
  ),

  /** Of an organisation and all of its projects. */
  listOfOrganization: organizationProcedure("audit:read")
    .input(page)
    .query(({ ctx, input }) =>
      listAudit(ctx.services, { organizationId: input.organizationId, ...toFilters(input) }),
    ),

  choicesOfOrganization: organizationProcedure("audit:read").query(({ ctx, input }) =>
    listAuditChoices(ctx.services, { organizationId: input.organizationId }),
  ),
});

function toFilters({ fromMs, toMs, cursor, actorId, action, entityId }: z.output<typeof page>) {
  return {
    actorId,
    action,
    entityId,
    from: fromMs === undefined ? undefined : new Date(fromMs),
    to: toMs === undefined ? undefined : new Date(toMs),
    ...(cursor ? { cursor } : {}),
  };
}
