import { requireProjectPermission } from "@plumbline/services/authorise";
import {
  createProject,
  deleteProject,
  getProject,
  listDeletedProjects,
  listProjectsForActor,
  renameProject,
  restoreProject,
  setDeadLetterDays,
  setProjectRetention,
} from "@plumbline/services/project";
import { z } from "zod";
import { organizationProcedure, projectProcedure, router, userProcedure } from "../trpc.ts";

export const projectRouter = router({
  list: userProcedure.query(({ ctx }) => listProjectsForActor(ctx.services)),

  /** With what the reader may do in it, so that a page offers nothing that would be refused. */
  get: projectProcedure("project:read").query(async ({ ctx, input }) => {
    const { permissions } = await requireProjectPermission(ctx.services, input.projectId, "project:read");
    return { ...(await getProject(ctx.services, input)), permissions };
  }),

  create: organizationProcedure("projects:create")
    .input(z.object({ name: z.string() }))
    .mutation(({ ctx, input }) => createProject(ctx.services, input)),

  rename: projectProcedure("project:update")
    .input(z.object({ name: z.string() }))
    .mutation(({ ctx, input }) => renameProject(ctx.services, input)),

  setRetention: projectProcedure("retention:update")
    .input(z.object({ retentionDays: z.number().nullable() }))
    .mutation(({ ctx, input }) => setProjectRetention(ctx.services, input)),

  /** How long refused events are kept. */
  setDeadLetterDays: projectProcedure("retention:update")
    .input(z.object({ deadLetterDays: z.number() }))
    .mutation(({ ctx, input }) => setDeadLetterDays(ctx.services, input)),

  delete: projectProcedure("project:delete")
    .input(z.object({ confirmation: z.string() }))
    .mutation(({ ctx, input }) => deleteProject(ctx.services, input)),

  /** What can still be restored. */
  listDeleted: organizationProcedure("project:delete").query(({ ctx, input }) =>
    listDeletedProjects(ctx.services, input),
  ),

  restore: organizationProcedure("project:delete")
    .input(z.object({ projectId: z.string() }))
    .mutation(({ ctx, input }) => restoreProject(ctx.services, input)),
});
