import { listProjectsForActor, transferProject } from "@plumbline/services/project";
import { z } from "zod";
import { projectProcedure, router, userProcedure } from "../trpc.ts";

export const projectRouter = router({
  list: userProcedure.query(({ ctx }) => listProjectsForActor(ctx.services)),

  /** To another organisation in which the user may create projects. */
  transfer: projectProcedure("project:update")
    .input(z.object({ organizationId: z.string() }))
    .mutation(({ ctx, input }) => transferProject(ctx.services, input)),
});
