import { groupRejectedEvents, listRejectedEvents } from "@plumbline/services/rejected-event";
import { listReplays, requestReplay } from "@plumbline/services/replay";
import { z } from "zod";
import { rejectedFilter, toRejectedWindow } from "../rejected-filter.ts";
import { projectProcedure, router } from "../trpc.ts";

const one = z.object({ eventId: z.string().max(1_000), receivedAt: z.iso.datetime() });

export const rejectedEventRouter = router({
  /** The one that came last first; as far back as the project keeps them. */
  list: projectProcedure("rejected-events:read")
    .input(
      z.object({
        filter: rejectedFilter.optional(),
        /** True: only those that a replay stored since; false: only the others. */
        replayed: z.boolean().optional(),
        /** Page and the fixed end of the window that the first page answered with. */
        cursor: z.object({ page: z.number().int().min(1), toMs: z.number().int() }).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const toMs = input.cursor?.toMs ?? ctx.services.clock.nowMs() + 1;
      const result = await listRejectedEvents(ctx.services, {
        projectId: input.projectId,
        ...toRejectedWindow(input.filter ?? {}, toMs),
        replayed: input.replayed,
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

  /** What waits for a replay, by code and source. */
  groups: projectProcedure("rejected-events:read")
    .input(z.object({ filter: rejectedFilter.optional() }))
    .query(({ ctx, input }) =>
      groupRejectedEvents(ctx.services, {
        projectId: input.projectId,
        ...toRejectedWindow(input.filter ?? {}, ctx.services.clock.nowMs()),
      }),
    ),

  replays: projectProcedure("rejected-events:read").query(({ ctx, input }) =>
    listReplays(ctx.services, input),
  ),

  /** Of one event, or of everything that matches. */
  replay: projectProcedure("traces:ingest")
    .input(z.object({ of: z.union([z.object({ event: one }), z.object({ filter: rejectedFilter })]) }))
    .mutation(({ ctx, input: { projectId, of } }) => {
      if ("filter" in of) {
        const wanted = toRejectedWindow(of.filter, ctx.services.clock.nowMs());
        return requestReplay(ctx.services, { projectId, filter: wanted });
      }
      const receivedMs = Date.parse(of.event.receivedAt);
      const filterOfOne = {
        eventId: of.event.eventId,
        from: new Date(receivedMs),
        to: new Date(receivedMs + 1),
      };
      return requestReplay(ctx.services, { projectId, filter: filterOfOne });
    }),
});
