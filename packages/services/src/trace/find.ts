import { listMatchingSlice, listMatchingTraces } from "@plumbline/clickhouse/queries/trace/list-matching";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type MatchingTraces, type MatchingTracesInput, resolveMatching } from "./matching-input.ts";
import { type Found, readFound } from "./read-found.ts";
import { toTraceRow } from "./to-trace-row.ts";
import type { TraceRow, TraceSortColumn } from "./types.ts";
import { filteredWidthUs, walkSlices } from "./walk-slices.ts";

export interface FindTracesInput extends MatchingTracesInput {
  /** Newest first by default. */
  orderBy?: { column: TraceSortColumn; direction: "asc" | "desc" };
  limit: number;
  /** Where the page before ended; belongs to the same window, filter and order. */
  after?: TracePosition;
}

/** Where a page ended: at a trace, in an order by start time; after so many, in any other. */
export type TracePosition = { startUs: number; traceId: string; widthUs: number } | { offset: number };

export interface TracePage {
  rows: TraceRow[];
  /** Null when this was the last page. */
  next: TracePosition | null;
}

interface PageOfIds {
  found: Found[];
  next: TracePosition | null;
}

const dayUs = 86_400_000_000;

/** One page of the traces that match, without their number: see countTraces. */
export async function findTraces(ctx: ServiceContext, input: FindTracesInput): Promise<TracePage> {
  const matching = await resolveMatching(ctx, input);
  const { column, direction } = input.orderBy ?? { column: "startTime", direction: "desc" };
  const { found, next } =
    column === "startTime"
      ? await findByTime(ctx, matching, { ...input, direction })
      : await findSorted(ctx, matching, { ...input, orderBy: { column, direction } });
  const records = await readFound(ctx, input.projectId, found);
  return { rows: records.map((record) => toTraceRow(record, matching.bound.nowUs)), next };
}

/** Goes through the window slice by slice and stops when the page is full. */
async function findByTime(
  ctx: ServiceContext,
  { filter, bound }: MatchingTraces,
  { after, direction, limit }: FindTracesInput & { direction: "asc" | "desc" },
): Promise<PageOfIds> {
  const last = after !== undefined && "startUs" in after ? after : null;
  const window = {
    fromUs: direction === "asc" && last !== null ? Math.max(bound.fromUs, last.startUs) : bound.fromUs,
    toUs: direction === "desc" && last !== null ? Math.min(bound.toUs, last.startUs + 1) : bound.toUs,
  };
  const edgeUs = direction === "desc" ? bound.toUs : bound.fromUs - 1;
  const beyond = { afterUs: last?.startUs ?? edgeUs, afterId: last?.traceId ?? "" };
  const found: Found[] = [];
  const progress = () => ({ found: found.length, wanted: limit + 1 });
  const isFiltered = filter.having !== null || filter.idConditions.length > 0;
  // Several clauses leave fewer traces: a wider slice is read in one go.
  const rarity = filter.rowHints.length > 1 ? 8 : 1;
  const startWidthUs = last?.widthUs ?? (isFiltered ? filteredWidthUs * rarity : undefined);
  for (const { widthUs, ...slice } of walkSlices(window, direction, startWidthUs, progress)) {
    const narrow = slice.toUs - slice.fromUs <= dayUs;
    const wanted = limit + 1 - found.length;
    const query = listMatchingSlice(filter, { direction, narrow });
    found.push(
      ...(await reading(ctx.clickhouse.query(query, { ...bound, ...slice, ...beyond, limit: wanted }))),
    );
    if (found.length > limit) {
      const page = found.slice(0, limit);
      const end = page.at(-1);
      return { found: page, next: end === undefined ? null : { ...end, widthUs } };
    }
  }
  return { found, next: null };
}

async function findSorted(
  ctx: ServiceContext,
  { filter, bound }: MatchingTraces,
  { after, orderBy, limit }: FindTracesInput & Required<Pick<FindTracesInput, "orderBy">>,
): Promise<PageOfIds> {
  const offset = after !== undefined && "offset" in after ? after.offset : 0;
  const query = listMatchingTraces(filter, orderBy);
  const found = await reading(ctx.clickhouse.query(query, { ...bound, limit: limit + 1, offset }));
  return { found: found.slice(0, limit), next: found.length > limit ? { offset: offset + limit } : null };
}
