import { getSpanText, getTrace, listTraces, searchSpans } from "@plumbline/services/trace";
import { z } from "zod";
import { packSpans } from "../../features/trace/span-columns.ts";
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

  /** The spans come packed (see span-columns.ts): a trace may have tens of thousands. */
  get: projectProcedure("traces:read")
    .input(traceKey)
    .query(async ({ ctx, input }) => {
      const { trace, spans, truncated } = await getTrace(ctx.services, input);
      return { trace, packedSpans: packSpans(spans), truncated };
    }),

  /** Ids of the spans whose texts contain every word. */
  searchSpans: projectProcedure("traces:read")
    .input(traceKey.extend({ words: z.array(z.string().min(1).max(200)).min(1).max(8) }))
    .query(({ ctx, input }) => searchSpans(ctx.services, input)),

  /** Texts longer than a screenful of screens are cut; the download has them whole. */
  spanText: projectProcedure("traces:read")
    .input(traceKey.extend({ spanId: z.string().max(512) }))
    .query(async ({ ctx, input }) => {
      const text = await getSpanText(ctx.services, input);
      return {
        input: cutText(text.input),
        output: cutText(text.output),
        systemInstructions: cutText(text.systemInstructions),
        toolDefinitions: cutText(text.toolDefinitions),
        metadata: text.metadata,
        attributes: text.attributes,
      };
    }),
});

const maxTextLength = 256 * 1024;

function cutText(text: string | null) {
  if (text === null) return null;
  return {
    text: text.slice(0, maxTextLength),
    bytes: Buffer.byteLength(text),
    complete: text.length <= maxTextLength,
  };
}
