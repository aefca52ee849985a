import { getMetricChart, listMetricAttributes, listMetrics } from "@plumbline/services/metric";
import { z } from "zod";
import { resolveTimeRange, type TimeRange } from "../../features/traces/time-range.ts";
import { timeRange } from "../trace-query.ts";
import { projectProcedure, router } from "../trpc.ts";

const name = z.string().min(1).max(255);

/** A chart ends now: what has not happened yet is not a zero. */
function windowOf(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  const { fromMs, toMs } = resolveTimeRange(range, nowMs);
  return { fromMs, toMs: fromMs < nowMs ? Math.min(toMs, nowMs) : toMs };
}

/** Metrics as clients sent them over OTLP. */
export const metricRouter = router({
  list: projectProcedure("traces:read")
    .input(z.object({ range: timeRange }))
    .query(({ ctx, input: { range, projectId } }) =>
      listMetrics(ctx.services, { projectId, ...windowOf(range, ctx.services.clock.nowMs()) }),
    ),

  attributes: projectProcedure("traces:read")
    .input(z.object({ range: timeRange, name }))
    .query(({ ctx, input: { range, ...input } }) =>
      listMetricAttributes(ctx.services, { ...input, ...windowOf(range, ctx.services.clock.nowMs()) }),
    ),

  chart: projectProcedure("traces:read")
    .input(
      z.object({
        range: timeRange,
        name,
        groupBy: z.string().max(255).optional(),
        /** IANA name. */
        zone: z.string().max(100),
      }),
    )
    .query(({ ctx, input: { range, ...input } }) =>
      getMetricChart(ctx.services, { ...input, ...windowOf(range, ctx.services.clock.nowMs()) }),
    ),
});
