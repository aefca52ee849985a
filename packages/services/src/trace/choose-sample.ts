import { countRows } from "@plumbline/clickhouse/queries/trace/count-rows";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import type { MatchingTraces } from "./matching-input.ts";

/** About a tenth of a second's work for one core of a small machine. */
const maxRows = 600_000;

/**
 * Counting goes through every row of a window. Beyond so many rows it looks at one trace in `oneIn`
 * (a power of two) instead, and what it counts stands for as many: an estimate.
 */
export async function chooseSample(ctx: ServiceContext, { filter, bound }: MatchingTraces): Promise<number> {
  // What the index finds is little, and a sample of little says nothing.
  if (filter.idConditions.length > 0) return 1;
  const { projectId, fromUs, toUs } = bound;
  const [counted] = await reading(ctx.clickhouse.query(countRows, { projectId, fromUs, toUs }));
  let oneIn = 1;
  while ((counted?.total ?? 0) / oneIn > maxRows) oneIn *= 2;
  return oneIn;
}
