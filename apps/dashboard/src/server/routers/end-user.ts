import { endUserSorts, listEndUsers } from "@plumbline/services/end-user";
import { sumTraces } from "@plumbline/services/trace";
import { z } from "zod";
import { matchingOf, traceQuery } from "../trace-query.ts";
import { projectProcedure, router } from "../trpc.ts";

const pageSize = 50;

/** The people who use the traced application. */
export const endUserRouter = router({
  list: projectProcedure("traces:read")
    .input(
      traceQuery.extend({
        search: z.string().max(200).default(""),
        sort: z.object({ column: z.enum(endUserSorts), direction: z.enum(["asc", "desc"]) }).optional(),
        cursor: z.number().int().min(0).max(1_000_000).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const offset = input.cursor ?? 0;
      const { rows, hasMore } = await listEndUsers(ctx.services, {
        ...matchingOf(input, ctx.services.clock.nowMs()),
        search: input.search,
        orderBy: input.sort,
        limit: pageSize,
        offset,
      });
      return { rows, nextCursor: hasMore ? offset + pageSize : null };
    }),

  /** Totals and their course over the range; an unknown user has none. */
  get: projectProcedure("traces:read")
    .input(traceQuery.omit({ query: true }).extend({ userId: z.string().min(1).max(1_000) }))
    .query(({ ctx, input }) =>
      sumTraces(ctx.services, {
        ...matchingOf({ ...input, query: "" }, ctx.services.clock.nowMs()),
        filter: { type: "compare", field: "user", operator: "is", values: [input.userId] },
      }),
    ),
});
