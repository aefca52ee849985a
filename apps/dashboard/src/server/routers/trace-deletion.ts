import {
  cancelTraceDeletion,
  listPendingTraceDeletions,
  requestTraceDeletion,
} from "@plumbline/services/trace-deletion";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

export const traceDeletionRouter = router({
  pending: projectProcedure("traces:delete").query(({ ctx, input }) =>
    listPendingTraceDeletions(ctx.services, input),
  ),

  request: projectProcedure("traces:delete")
    .input(z.object({ traceIds: z.array(z.string().min(1).max(512)).min(1).max(1_000) }))
    .mutation(({ ctx, input }) => requestTraceDeletion(ctx.services, input)),

  cancel: projectProcedure("traces:delete")
    .input(z.object({ deletionId: z.string().max(200) }))
    .mutation(({ ctx, input }) => cancelTraceDeletion(ctx.services, input)),
});
