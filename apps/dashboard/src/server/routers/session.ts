import { getConversation, listSessions, sessionSorts } from "@plumbline/services/session";
import { sumTraces } from "@plumbline/services/trace";
import { z } from "zod";
import { matchingOf, pageCursor, traceQuery } from "../trace-query.ts";
import { projectProcedure, router } from "../trpc.ts";

const pageSize = 50;
const turnsPerPage = 20;
const sessionKey = traceQuery.omit({ query: true }).extend({ sessionId: z.string().min(1).max(1_000) });

/** Conversations of the traced application. */
export const sessionRouter = router({
  list: projectProcedure("traces:read")
    .input(
      traceQuery.extend({
        search: z.string().max(200).default(""),
        sort: z.object({ column: z.enum(sessionSorts), direction: z.enum(["asc", "desc"]) }).optional(),
        cursor: z.number().int().min(0).max(1_000_000).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const offset = input.cursor ?? 0;
      const { rows, hasMore } = await listSessions(ctx.services, {
        ...matchingOf(input, ctx.services.clock.nowMs()),
        search: input.search,
        orderBy: input.sort,
        limit: pageSize,
        offset,
      });
      return { rows, nextCursor: hasMore ? offset + pageSize : null };
    }),

  /** Totals and their course over the range; an unknown session has none. */
  get: projectProcedure("traces:read")
    .input(sessionKey)
    .query(({ ctx, input }) =>
      sumTraces(ctx.services, {
        ...matchingOf({ ...input, query: "" }, ctx.services.clock.nowMs()),
        filter: { type: "compare", field: "session", operator: "is", values: [input.sessionId] },
      }),
    ),

  /** Turns in order of time, 20 at once. */
  conversation: projectProcedure("traces:read")
    .input(
      sessionKey.extend({
        cursor: pageCursor.nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const matching = matchingOf({ ...input, query: "" }, ctx.services.clock.nowMs());
      const fromMs = input.cursor?.fromMs ?? matching.from.getTime();
      const toMs = input.cursor?.toMs ?? matching.to.getTime();
      const { turns, next } = await getConversation(ctx.services, {
        projectId: input.projectId,
        sessionId: input.sessionId,
        from: new Date(fromMs),
        to: new Date(toMs),
        limit: turnsPerPage,
        ...(input.cursor ? { after: input.cursor.after } : {}),
      });
      return { turns, nextCursor: next === null ? null : { fromMs, toMs, after: next } };
    }),
});
