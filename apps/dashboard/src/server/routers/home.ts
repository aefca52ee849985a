import {
  getCostByModel,
  getErrorsByClass,
  getHomeOptions,
  getTimings,
  getUsage,
} from "@plumbline/services/home";
import { z } from "zod";
import { timeRange, windowUntilNow } from "../trace-query.ts";
import { projectProcedure, router } from "../trpc.ts";

const homeInput = z.object({
  range: timeRange,
  /** IANA name. */
  zone: z.string().max(100),
  environments: z.array(z.string().max(500)).max(50).optional(),
  models: z.array(z.string().max(500)).max(50).optional(),
});
const unit = z.enum(["calls", "traces"]);
const period = z.enum(["current", "previous"]).optional();

export const homeRouter = router({
  timings: projectProcedure("traces:read")
    .input(homeInput.extend({ unit, period }))
    .query(({ ctx, input: { range, ...input } }) =>
      getTimings(ctx.services, { ...input, ...windowUntilNow(range, ctx.services.clock.nowMs()) }),
    ),

  usage: projectProcedure("traces:read")
    .input(homeInput.extend({ period }))
    .query(({ ctx, input: { range, ...input } }) =>
      getUsage(ctx.services, { ...input, ...windowUntilNow(range, ctx.services.clock.nowMs()) }),
    ),

  costByModel: projectProcedure("traces:read")
    .input(homeInput)
    .query(({ ctx, input: { range, ...input } }) =>
      getCostByModel(ctx.services, { ...input, ...windowUntilNow(range, ctx.services.clock.nowMs()) }),
    ),

  errorsByClass: projectProcedure("traces:read")
    .input(homeInput.extend({ unit }))
    .query(({ ctx, input: { range, ...input } }) =>
      getErrorsByClass(ctx.services, { ...input, ...windowUntilNow(range, ctx.services.clock.nowMs()) }),
    ),

  /** What the page can be narrowed to. */
  options: projectProcedure("traces:read")
    .input(z.object({ range: timeRange }))
    .query(({ ctx, input }) =>
      getHomeOptions(ctx.services, {
        projectId: input.projectId,
        ...windowUntilNow(input.range, ctx.services.clock.nowMs()),
      }),
    ),
});
