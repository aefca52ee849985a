import { countRows } from "@plumbline/clickhouse/queries/trace/count-rows";
import { everyTrace, nearUs, type Sample, slackUs } from "@plumbline/clickhouse/queries/trace/scope";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import type { MatchingTraces } from "./matching-input.ts";

/** About a fifth of a second's work for one core of a small machine. */
const defaultMaxRows = 600_000;

export interface ChosenSample {
  sample: Sample;
  /** What is counted stands for as many. */
  factor: number;
  /** False for an estimate. */
  exact: boolean;
}

const everything: ChosenSample = { sample: everyTrace, factor: 1, exact: true };

/**
 * Counting goes through every row that may belong to a trace of the window. Where these are more than
 * `maxRows` it keeps near the window and looks at one trace in a power of two: an estimate.
 */
export async function chooseSample(
  ctx: ServiceContext,
  { filter, bound, maxRows = defaultMaxRows }: MatchingTraces,
): Promise<ChosenSample> {
  // What the index finds is little, and a sample of little says nothing.
  if (filter.idConditions.length > 0) return everything;
  const [all, near] = await Promise.all([rowsWithin(slackUs), rowsWithin(nearUs)]);
  if (all <= maxRows) return everything;
  let oneIn = 1;
  while (near / oneIn > maxRows) oneIn *= 2;
  return { sample: { oneIn, near: true }, factor: oneIn, exact: false };

  async function rowsWithin(us: number): Promise<number> {
    const { projectId, fromUs, toUs } = bound;
    const window = { projectId, fromUs: fromUs - us, toUs: toUs + us };
    const [counted] = await reading(ctx.clickhouse.query(countRows, window));
    return counted?.total ?? 0;
  }
}
