import { listScoresOfTrace } from "@plumbline/services/score";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

export const scoreRouter = router({
  /** Of a trace and of its spans, newest first. */
  listOfTrace: projectProcedure("scores:read")
    .input(z.object({ traceId: z.string().max(512) }))
    .query(({ ctx, input }) => listScoresOfTrace(ctx.services, input)),
});
