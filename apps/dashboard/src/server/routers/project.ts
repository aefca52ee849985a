import { listProjectsForActor } from "@plumbline/services/project";
import { router, userProcedure } from "../trpc.ts";

export const projectRouter = router({
  list: userProcedure.query(({ ctx }) => listProjectsForActor(ctx.services)),
});
