import {
  addComment,
  type CommentItem,
  editComment,
  listCommentsOfTrace,
  removeComment,
} from "@plumbline/services/comment";
import type { ServiceContext } from "@plumbline/services/context";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

const body = z.string().max(10_000);
const commentId = z.string().max(200);
const traceId = z.string().min(1).max(512);

/** Its author may do more with it. */
function withOwn({ actor }: Pick<ServiceContext, "actor">, comment: CommentItem) {
  return { ...comment, isOwn: actor.type === "user" && actor.userId === comment.author.userId };
}

export const commentRouter = router({
  listOfTrace: projectProcedure("traces:read")
    .input(z.object({ traceId }))
    .query(async ({ ctx, input }) => {
      const comments = await listCommentsOfTrace(ctx.services, input);
      return comments.map((comment) => withOwn(ctx.services, comment));
    }),

  add: projectProcedure("comments:write")
    .input(z.object({ traceId, spanId: z.string().min(1).max(512).nullable(), body }))
    .mutation(async ({ ctx, input }) => withOwn(ctx.services, await addComment(ctx.services, input))),

  edit: projectProcedure("comments:write")
    .input(z.object({ commentId, body }))
    .mutation(async ({ ctx, input }) => withOwn(ctx.services, await editComment(ctx.services, input))),

  remove: projectProcedure("comments:write")
    .input(z.object({ commentId }))
    .mutation(({ ctx, input }) => removeComment(ctx.services, input)),
});
