import { listScoresOfTrace } from "@plumbline/services/score";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const scoreRouter = router({
  /** Of a trace and of its spans, newest first. */
  listOfTrace: procedure
    .input(z.object({ projectId: z.string(), traceId: z.string().max(512) }))
    .query(({ ctx, input }) => listScoresOfTrace(ctx.services, input)),
});
