import {
  countOpenReviewItems,
  giveBackReviewItem,
  listReviewItems,
  listReviewItemsOfTrace,
  reopenReviewItem,
  resolveReviewItem,
  reviewShows,
  takeReviewItem,
} from "@plumbline/services/review-item";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

const item = z.object({ itemId: z.string().max(200) });

export const reviewRouter = router({
  list: projectProcedure("traces:read")
    .input(
      z.object({
        show: z.enum(reviewShows),
        cursor: z.object({ startedMs: z.number().int(), id: z.string().max(200) }).nullish(),
      }),
    )
    .query(async ({ ctx, input: { projectId, show, cursor } }) => {
      const { rows, next } = await listReviewItems(ctx.services, {
        projectId,
        show,
        after: cursor ?? undefined,
        limit: 50,
      });
      return { rows, nextCursor: next };
    }),

  /** At most 100. */
  openCount: projectProcedure("traces:read").query(({ ctx, input }) =>
    countOpenReviewItems(ctx.services, input),
  ),

  ofTrace: projectProcedure("traces:read")
    .input(z.object({ traceId: z.string().min(1).max(512) }))
    .query(({ ctx, input }) => listReviewItemsOfTrace(ctx.services, input)),

  take: projectProcedure("reviews:write")
    .input(item)
    .mutation(({ ctx, input }) => takeReviewItem(ctx.services, input)),

  giveBack: projectProcedure("reviews:write")
    .input(item)
    .mutation(({ ctx, input }) => giveBackReviewItem(ctx.services, input)),

  resolve: projectProcedure("reviews:write")
    .input(item.extend({ note: z.string().max(10_000).default("") }))
    .mutation(({ ctx, input }) => resolveReviewItem(ctx.services, input)),

  reopen: projectProcedure("reviews:write")
    .input(item)
    .mutation(({ ctx, input }) => reopenReviewItem(ctx.services, input)),
});
