import { listRejectedEvents } from "@plumbline/services/rejected-event";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

export const rejectedEventRouter = router({
  /** Newest first; refused events are kept for 30 days. */
  list: projectProcedure("rejected-events:read")
    .input(
      z.object({
        /** Page and the fixed end of the window that the first page answered with. */
        cursor: z.object({ page: z.number().int().min(1), toMs: z.number().int() }).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const toMs = input.cursor?.toMs ?? ctx.services.clock.nowMs() + 1;
      const result = await listRejectedEvents(ctx.services, {
        projectId: input.projectId,
        to: new Date(toMs),
        page: input.cursor?.page ?? 1,
        limit: 50,
      });
      const hasMore = result.page < result.totalPages;
      return {
        rows: result.rows,
        totalItems: result.totalItems,
        nextCursor: hasMore ? { page: result.page + 1, toMs } : null,
      };
    }),
});
