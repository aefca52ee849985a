import { addComment, editComment, listCommentsOfTrace, removeComment } from "@plumbline/services/comment";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

const body = z.string().max(10_000);
const commentId = z.string().max(200);
const traceId = z.string().min(1).max(512);

export const commentRouter = router({
  listOfTrace: projectProcedure("traces:read")
    .input(z.object({ traceId }))
    .query(({ ctx, input }) => listCommentsOfTrace(ctx.services, input)),

  add: projectProcedure("comments:write")
    .input(z.object({ traceId, spanId: z.string().min(1).max(512).nullable(), body }))
    .mutation(({ ctx, input }) => addComment(ctx.services, input)),

  edit: projectProcedure("comments:write")
    .input(z.object({ commentId, body }))
    .mutation(({ ctx, input }) => editComment(ctx.services, input)),

  remove: projectProcedure("comments:write")
    .input(z.object({ commentId }))
    .mutation(({ ctx, input }) => removeComment(ctx.services, input)),
});
