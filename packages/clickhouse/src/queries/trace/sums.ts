import { z } from "zod";
import type { TraceColumn } from "./columns.ts";

/** What `sumsOfTraces` reads of each trace. */
export const traceSums: readonly TraceColumn[] = [
  "endUs",
  "errorCount",
  "inputTokens",
  "outputTokens",
  "totalTokens",
  "totalCost",
  "unpricedCount",
];

/** Over a group of traces; NULL where no trace of the group knows. */
export const sumsOfTraces = `count() AS traces,
      countIf(errorCount > 0) AS errorTraces,
      min(startUs) AS firstUs,
      max(greatest(startUs, ifNull(endUs, startUs))) AS lastUs,
      sumOrNull(inputTokens) AS sumInputTokens,
      sumOrNull(outputTokens) AS sumOutputTokens,
      sumOrNull(totalTokens) AS sumTokens,
      sumOrNull(totalCost) AS sumCost,
      sum(unpricedCount) AS unpricedSpans`;

export const sumsRow = z.object({
  traces: z.number(),
  errorTraces: z.number(),
  firstUs: z.number(),
  lastUs: z.number(),
  sumInputTokens: z.number().nullable(),
  sumOutputTokens: z.number().nullable(),
  sumTokens: z.number().nullable(),
  sumCost: z.string().nullable(),
  unpricedSpans: z.number(),
});

export type SumsRecord = z.infer<typeof sumsRow>;
