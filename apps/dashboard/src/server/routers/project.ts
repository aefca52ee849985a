import { listProjectsForActor } from "@plumbline/services/project";
import { procedure, router } from "../trpc.ts";

export const projectRouter = router({
  list: procedure.query(({ ctx }) => listProjectsForActor(ctx.services)),
});
