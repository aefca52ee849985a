import { groupRejectedEvents, listRejectedEvents } from "@plumbline/services/rejected-event";
import { listReplays, requestReplay } from "@plumbline/services/replay";
import { z } from "zod";
import { projectProcedure, router } from "../trpc.ts";

const filter = z.object({
  code: z.string().max(200).optional(),
  source: z.string().max(100).optional(),
  text: z.string().max(1_000).optional(),
  /** By arrival; the end of the window is the moment of the question. */
  lastHours: z.number().int().min(1).max(720).optional(),
});
const one = z.object({ eventId: z.string().max(1_000), receivedAt: z.iso.datetime() });
const hourMs = 3_600_000;

/** Empty fields of a form ask for nothing. */
function toFilter(wanted: z.output<typeof filter>, nowMs: number) {
  const { lastHours, ...rest } = wanted;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ""));
  return { ...given, from: new Date(nowMs - (lastHours ?? 720) * hourMs) };
}

export const rejectedEventRouter = router({
  /** Newest first; refused events are kept for 30 days. */
  list: projectProcedure("rejected-events:read")
    .input(
      z.object({
        filter: filter.optional(),
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
        ...toFilter(input.filter ?? {}, toMs),
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
    .input(z.object({ filter: filter.optional() }))
    .query(({ ctx, input }) =>
      groupRejectedEvents(ctx.services, {
        projectId: input.projectId,
        ...toFilter(input.filter ?? {}, ctx.services.clock.nowMs()),
      }),
    ),

  replays: projectProcedure("rejected-events:read").query(({ ctx, input }) =>
    listReplays(ctx.services, input),
  ),

  /** Of one event, or of everything that matches. */
  replay: projectProcedure("traces:ingest")
    .input(z.object({ of: z.union([z.object({ event: one }), z.object({ filter })]) }))
    .mutation(({ ctx, input: { projectId, of } }) => {
      if ("filter" in of) {
        const wanted = toFilter(of.filter, ctx.services.clock.nowMs());
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
