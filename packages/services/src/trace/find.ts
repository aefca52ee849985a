import { listTracesById } from "@plumbline/clickhouse/queries/trace/list-by-id";
import { listMatchingTraces } from "@plumbline/clickhouse/queries/trace/list-matching";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type MatchingTracesInput, resolveMatching } from "./matching-input.ts";
import { toTraceRow } from "./to-trace-row.ts";
import type { TraceRow, TraceSortColumn } from "./types.ts";

export interface FindTracesInput extends MatchingTracesInput {
  /** Newest first by default. */
  orderBy?: { column: TraceSortColumn; direction: "asc" | "desc" };
  limit: number;
  /** Where the page before ended; belongs to the same window, filter and order. */
  after?: TracePosition;
}

/** A place in a list of traces. */
export interface TracePosition {
  offset: number;
}

export interface TracePage {
  rows: TraceRow[];
  /** Null when this was the last page. */
  next: TracePosition | null;
}

const dayUs = 86_400_000_000;

/** One page of the traces that match, without their number: see countMatching. */
export async function findTraces(ctx: ServiceContext, input: FindTracesInput): Promise<TracePage> {
  const { filter, bound } = await resolveMatching(ctx, input);
  const order = input.orderBy ?? { column: "startTime", direction: "desc" };
  const offset = input.after?.offset ?? 0;
  const found = await reading(
    ctx.clickhouse.query(listMatchingTraces(filter, order), { ...bound, limit: input.limit + 1, offset }),
  );
  const page = found.slice(0, input.limit);
  const records =
    page.length === 0
      ? []
      : await reading(
          ctx.clickhouse.query(listTracesById, {
            projectId: input.projectId,
            fromUs: Math.min(...page.map(({ startUs }) => startUs)) - dayUs,
            toUs: Math.max(...page.map(({ startUs }) => startUs)) + dayUs,
            traceIds: page.map(({ traceId }) => traceId),
          }),
        );
  const byId = new Map(records.map((record) => [record.traceId, record]));
  return {
    rows: page.flatMap(({ traceId }) => {
      const record = byId.get(traceId);
      return record === undefined ? [] : [toTraceRow(record, bound.nowUs)];
    }),
    next: found.length > input.limit ? { offset: offset + input.limit } : null,
  };
}
