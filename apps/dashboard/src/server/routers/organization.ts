import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  renameOrganization,
} from "@plumbline/services/organization";
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

  delete: organizationProcedure("organisation:delete")
    .input(z.object({ confirmation: z.string() }))
    .mutation(({ ctx, input }) => deleteOrganization(ctx.services, input)),
});
