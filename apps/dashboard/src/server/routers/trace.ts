import { fieldNames } from "@plumbline/filters/fields";
import { requireProjectPermission } from "@plumbline/services/authorise";
import {
  countTraces,
  findTraces,
  getSpanText,
  getTrace,
  getTraceHistogram,
  listFacetValues,
  listMapEntries,
  mapFieldNames,
  searchSpans,
  type TraceRow,
  traceSortColumns,
} from "@plumbline/services/trace";
import { tracked } from "@trpc/server";
import { z } from "zod";
import { packSpans } from "../../features/trace/span-columns.ts";
import { resolveTimeRange } from "../../features/traces/time-range.ts";
import { getDeps } from "../deps.ts";
import type { News } from "../live/tail-hub.ts";
import { watchTraces } from "../live/watch-traces.ts";
import { matchingOf, pageCursor, relativeRange, timeRange, traceQuery } from "../trace-query.ts";
import { mappingErrors, projectProcedure, router, signedOut } from "../trpc.ts";

const traceKey = z.object({ traceId: z.string().max(512) });
/** The newest trace of a project is looked for this far back. */
const everMs = 10 * 366 * 24 * 3600 * 1000;

export const traceRouter = router({
  /** One page, without the number of all: rows come before counts. */
  list: projectProcedure("traces:read")
    .input(
      traceQuery.extend({
        sort: z.object({ column: z.enum(traceSortColumns), direction: z.enum(["asc", "desc"]) }).optional(),
        cursor: pageCursor.nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const matching = matchingOf(input, ctx.services.clock.nowMs());
      const window = input.cursor ?? { fromMs: matching.from.getTime(), toMs: matching.to.getTime() };
      const { rows, next } = await findTraces(ctx.services, {
        ...matching,
        from: new Date(window.fromMs),
        to: new Date(window.toMs),
        orderBy: input.sort,
        limit: 50,
        after: input.cursor?.after,
      });
      const { fromMs, toMs } = window;
      return { rows, nextCursor: next === null ? null : { fromMs, toMs, after: next } };
    }),

  count: projectProcedure("traces:read")
    .input(traceQuery)
    .query(({ ctx, input }) => countTraces(ctx.services, matchingOf(input, ctx.services.clock.nowMs()))),

  /** Values of a field with their traces, under the other clauses of the query. */
  facet: projectProcedure("traces:read")
    .input(traceQuery.extend({ field: z.enum(fieldNames), prefix: z.string().max(200).default("") }))
    .query(({ ctx, input }) =>
      listFacetValues(ctx.services, {
        ...matchingOf(input, ctx.services.clock.nowMs()),
        field: input.field,
        prefix: input.prefix,
        limit: 50,
      }),
    ),

  /** Keys of a map in the window, or the values under one of them; whatever else the query says. */
  mapEntries: projectProcedure("traces:read")
    .input(
      z.object({
        range: timeRange,
        field: z.enum(mapFieldNames),
        key: z.string().max(1_000).optional(),
        prefix: z.string().max(200).default(""),
      }),
    )
    .query(({ ctx, input: { range, ...wanted } }) => {
      const { fromMs, toMs } = resolveTimeRange(range, ctx.services.clock.nowMs());
      const window = { from: new Date(fromMs), to: new Date(toMs) };
      return listMapEntries(ctx.services, { ...wanted, ...window, limit: 50 });
    }),

  histogram: projectProcedure("traces:read")
    .input(traceQuery)
    .query(({ ctx, input }) =>
      getTraceHistogram(ctx.services, matchingOf(input, ctx.services.clock.nowMs())),
    ),

  /** The newest trace of all times: tells an empty project from an empty window. */
  newest: projectProcedure("traces:read").query(async ({ ctx, input }) => {
    const nowMs = ctx.services.clock.nowMs();
    const { rows } = await findTraces(ctx.services, {
      projectId: input.projectId,
      from: new Date(nowMs - everMs),
      to: new Date(nowMs + 24 * 3600 * 1000),
      limit: 1,
    });
    const newest = rows[0];
    return newest ? { traceId: newest.traceId, startTime: newest.startTime } : null;
  }),

  /** What is new in the list from now on; events carry where to go on after a lost connection. */
  tail: projectProcedure("traces:read")
    .input(
      z.object({
        range: relativeRange,
        query: traceQuery.shape.query,
        lastEventId: z
          .string()
          .regex(/^\d{1,17}$/)
          .nullish(),
      }),
    )
    .subscription(async ({ ctx, input, signal }) => {
      const { lastEventId, ...question } = input;
      // Refused before anything is read: a query that makes no sense, a project of others.
      matchingOf(question, ctx.services.clock.nowMs());
      await requireProjectPermission(ctx.services, input.projectId, "traces:read");
      const news = watchTraces(ctx.services, getDeps().traceHub, {
        ...question,
        sinceUs: typeof lastEventId === "string" ? Number(lastEventId) : null,
        recheck: async () => {
          if (!(await ctx.isStillSignedIn())) throw signedOut();
        },
        signal: signal ?? new AbortController().signal,
      });
      return mappingErrors(trackNews(news), ctx.requestId);
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

  /** Long texts are cut; the download has them whole. */
  spanText: projectProcedure("traces:read")
    .input(traceKey.extend({ spanId: z.string().max(512) }))
    .query(({ ctx, input }) => getSpanText(ctx.services, input)),
});

async function* trackNews(news: AsyncGenerator<News<TraceRow>, void>) {
  for await (const { atUs, ...rest } of news) yield tracked(String(atUs), rest);
}
