import { getSpanText, getTrace, listTraces } from "@plumbline/services/trace";
import { z } from "zod";
import { relativeRanges, resolveTimeRange } from "../../features/traces/time-range.ts";
import { projectProcedure, router } from "../trpc.ts";

const timeRange = z.union([
  z.enum(relativeRanges),
  z.object({ fromMs: z.number().int(), toMs: z.number().int() }),
]);

const traceKey = z.object({ traceId: z.string().max(512) });
/** The newest trace of a project is looked for this far back. */
const everMs = 10 * 366 * 24 * 3600 * 1000;

export const traceRouter = router({
  list: projectProcedure("traces:read")
    .input(
      z.object({
        range: timeRange,
        search: z.string().max(500).optional(),
        /** Page and the fixed end of the window that the first page answered with. */
        cursor: z.object({ page: z.number().int().min(1), toMs: z.number() }).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const window = resolveTimeRange(input.range, ctx.services.clock.nowMs());
      const toMs = input.cursor?.toMs ?? window.toMs;
      const result = await listTraces(ctx.services, {
        projectId: input.projectId,
        from: new Date(window.fromMs),
        to: new Date(toMs),
        search: input.search === "" ? undefined : input.search,
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

  /** The newest trace of all times: tells an empty project from an empty window. */
  newest: projectProcedure("traces:read").query(async ({ ctx, input }) => {
    const nowMs = ctx.services.clock.nowMs();
    const { rows } = await listTraces(ctx.services, {
      projectId: input.projectId,
      from: new Date(nowMs - everMs),
      to: new Date(nowMs + 24 * 3600 * 1000),
      limit: 1,
    });
    const newest = rows[0];
    return newest ? { traceId: newest.traceId, startTime: newest.startTime } : null;
  }),

  get: projectProcedure("traces:read")
    .input(traceKey)
    .query(({ ctx, input }) => getTrace(ctx.services, input)),

  /** Long texts are cut; the download has them whole. */
  spanText: projectProcedure("traces:read")
    .input(traceKey.extend({ spanId: z.string().max(512) }))
    .query(({ ctx, input }) => getSpanText(ctx.services, input)),
});
