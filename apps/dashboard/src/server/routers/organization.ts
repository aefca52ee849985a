import { createOrganization } from "@plumbline/services/organization";
import { z } from "zod";
import { router, userProcedure } from "../trpc.ts";

export const organizationRouter = router({
  create: userProcedure
    .input(z.object({ name: z.string() }))
    .mutation(({ ctx, input }) => createOrganization(ctx.services, input)),
});
