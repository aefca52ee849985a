import { getArrivals, listArrivedTraces } from "@plumbline/clickhouse/queries/trace/list-arrived";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type MatchingTracesInput, resolveMatching } from "./matching-input.ts";
import { readFound } from "./read-found.ts";
import { toTraceRow } from "./to-trace-row.ts";
import type { TraceRow } from "./types.ts";

/** How far a reader of news has come; `arrivals` tells that something came late. */
export interface TailPosition {
  lastUs: number;
  arrivals: number;
}

export interface TailInput extends MatchingTracesInput {
  /** Microseconds since the epoch, or where the last reading ended. */
  since: number | TailPosition;
  limit: number;
}

export interface TailPage {
  /** New ones and ones of which there are news; those of the last ten seconds again and again. */
  rows: TraceRow[];
  position: TailPosition;
  /** There are more than `rows`, of which nobody was told. */
  more: boolean;
}

/** Rows become visible a little out of the order in which they were received. */
const overlapUs = 10_000_000;

/** The matching traces of which something was received since; reads next to nothing when nothing was. */
export async function tailTraces(ctx: ServiceContext, input: TailInput): Promise<TailPage> {
  const { filter, bound } = await resolveMatching(ctx, input);
  const before = typeof input.since === "number" ? null : input.since;
  const lastUs = typeof input.since === "number" ? input.since : input.since.lastUs;
  const sinceUs = before === null ? lastUs : lastUs - overlapUs;
  const window = { projectId: input.projectId, fromUs: bound.fromUs, toUs: bound.toUs };
  const [arrivals] = await reading(ctx.clickhouse.query(getArrivals, { ...window, sinceUs }));
  const position = { lastUs: Math.max(lastUs, arrivals?.lastUs ?? 0), arrivals: arrivals?.total ?? 0 };
  const isNews = before === null || position.lastUs > lastUs || position.arrivals > before.arrivals;
  if (position.arrivals === 0 || !isNews) return { rows: [], position, more: false };

  const query = listArrivedTraces(filter);
  const found = await reading(ctx.clickhouse.query(query, { ...bound, sinceUs, limit: input.limit + 1 }));
  const records = await readFound(ctx, input.projectId, found.slice(0, input.limit));
  // The latest news come first: what the limit cut off may have been told in the round before.
  const cutOff = found[input.limit];
  return {
    rows: records.map((record) => toTraceRow(record, bound.nowUs)),
    position,
    more: cutOff !== undefined && (before === null || cutOff.lastReceivedUs > lastUs),
  };
}
