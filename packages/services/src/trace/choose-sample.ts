import { countRows } from "@plumbline/clickhouse/queries/trace/count-rows";
import { everyTrace, nearUs, type Sample, slackUs } from "@plumbline/clickhouse/queries/trace/scope";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import type { MatchingTraces } from "./matching-input.ts";

/** About a fifth of a second's work for one core of a small machine. */
const defaultMaxRows = 600_000;
/** Rows that are only looked at cost less than those of which traces are put together. */
const straightRows = 4;
/** Stripes that hold so much more or less than their share say little about the rest. */
const maxUnevenness = 2;

export interface ChosenSample {
  sample: Sample;
  /** What is counted stands for as many. */
  factor: number;
  /** False for an estimate. */
  exact: boolean;
  /** Rows of the window and a little around it; 0 when nobody counted them. */
  rows: number;
}

const everything: ChosenSample = { sample: everyTrace, factor: 1, exact: true, rows: 0 };

/**
 * Counting goes through every row that may belong to a trace of the window. Where these are more than
 * `maxRows` it keeps near the window and looks at one trace in a power of two: an estimate.
 */
export async function chooseSample(ctx: ServiceContext, matching: MatchingTraces): Promise<ChosenSample> {
  // What the index finds is little, and a sample of little says nothing.
  if (matching.filter.idConditions.length > 0) return everything;
  const [all, near] = await Promise.all([
    rowsWithin(ctx, matching, { aroundUs: slackUs }),
    rowsWithin(ctx, matching, { aroundUs: nearUs }),
  ]);
  const maxRows = matching.maxRows ?? defaultMaxRows;
  if (all <= maxRows) return everything;
  const oneIn = powerOfTwo(near / maxRows);
  return { sample: { oneIn, near: true }, factor: oneIn, exact: false, rows: near };
}

/** One in so many stripes of the window are enough for what is read without putting traces together. */
export async function chooseStripes(
  ctx: ServiceContext,
  matching: MatchingTraces,
  rows: number,
): Promise<{ oneIn: number; factor: number }> {
  const oneIn = powerOfTwo(rows / (straightRows * (matching.maxRows ?? defaultMaxRows)));
  if (oneIn === 1) return { oneIn, factor: 1 };
  const [all, some] = await Promise.all([
    rowsWithin(ctx, matching, {}),
    rowsWithin(ctx, matching, { oneIn }),
  ]);
  const factor = all / some;
  const isEven = factor < oneIn * maxUnevenness && factor > oneIn / maxUnevenness;
  return isEven ? { oneIn, factor } : { oneIn: 1, factor: 1 };
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, atLeast)));
}

async function rowsWithin(
  ctx: ServiceContext,
  { bound }: MatchingTraces,
  { aroundUs = 0, oneIn = 1 }: { aroundUs?: number; oneIn?: number },
): Promise<number> {
  const { projectId, fromUs, toUs } = bound;
  const window = { projectId, fromUs: fromUs - aroundUs, toUs: toUs + aroundUs };
  const [counted] = await reading(ctx.clickhouse.query(countRows(oneIn), window));
  return counted?.total ?? 0;
}
