import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  renameOrganization,
} from "@plumbline/services/organization";
import { transferProject } from "@plumbline/services/project";
import { z } from "zod";
import { organizationProcedure, router, userProcedure } from "../trpc.ts";

const named = z.object({ name: z.string() });

export const organizationRouter = router({
  list: userProcedure.query(({ ctx }) => listOrganizations(ctx.services)),

  get: organizationProcedure("organisation:read").query(({ ctx, input }) =>
    getOrganization(ctx.services, input),
  ),

  create: userProcedure.input(named).mutation(({ ctx, input }) => createOrganization(ctx.services, input)),

  rename: organizationProcedure("organisation:update")
    .input(named)
    .mutation(({ ctx, input }) => renameOrganization(ctx.services, input)),

  /** From this organisation to another one in which the user may create projects as well. */
  transferProject: organizationProcedure("projects:create")
    .input(z.object({ projectId: z.string(), toOrganizationId: z.string() }))
    .mutation(({ ctx, input }) => transferProject(ctx.services, input)),

  delete: organizationProcedure("organisation:delete")
    .input(z.object({ confirmation: z.string() }))
    .mutation(({ ctx, input }) => deleteOrganization(ctx.services, input)),
});
