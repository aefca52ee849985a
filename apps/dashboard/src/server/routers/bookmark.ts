import { listBookmarksOfTraces, setBookmark } from "@plumbline/services/bookmark";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

export const bookmarkRouter = router({
  get: projectProcedure("traces:read")
    .input(z.object({ traceId: z.string().min(1).max(512) }))
    .query(async ({ ctx, input: { projectId, traceId } }) => {
      const found = await listBookmarksOfTraces(ctx.services, { projectId, traceIds: [traceId] });
      return { bookmarked: found.length > 0 };
    }),

  /** Which of the rows of a list are bookmarked. */
  listOfTraces: projectProcedure("traces:read")
    .input(z.object({ traceIds: z.array(z.string().max(512)).max(200) }))
    .query(({ ctx, input }) => listBookmarksOfTraces(ctx.services, input)),

  set: projectProcedure("traces:bookmark")
    .input(z.object({ traceId: z.string().min(1).max(512), bookmarked: z.boolean() }))
    .mutation(({ ctx, input }) => setBookmark(ctx.services, input)),
});
