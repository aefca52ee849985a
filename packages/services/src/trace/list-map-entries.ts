import {
  listMapEntries as entriesQuery,
  listScoreEntries,
  type MapFieldName,
} from "@plumbline/clickhouse/queries/trace/list-map-entries";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { chooseSample, chooseStripes } from "./choose-sample.ts";
import { type MatchingTracesInput, resolveMatching } from "./matching-input.ts";

export const mapFieldNames = ["metadata", "attributes", "score"] as const satisfies readonly (
  | MapFieldName
  | "score"
)[];

export interface ListMapEntriesInput extends Omit<MatchingTracesInput, "filter"> {
  field: (typeof mapFieldNames)[number];
  /** Whose values are wanted; the keys themselves when absent. */
  key?: string | undefined;
  /** Only those that begin so, in any case. */
  prefix?: string;
  limit: number;
}

/**
 * Keys of a map that the spans (or scores) of a window have, or the values under one, the most frequent
 * first, with about how many traces have each. Large windows are looked at in stripes of time.
 */
export async function listMapEntries(
  ctx: ServiceContext,
  input: ListMapEntriesInput,
): Promise<Array<{ value: string; count: number }>> {
  const { field, key, prefix = "", limit } = input;
  const what = key === undefined ? "keys" : "values";
  const matching = await resolveMatching(ctx, { ...input, filter: null });
  const bound = { ...matching.bound, key: key ?? "", prefix, limit };
  if (field === "score") return reading(ctx.clickhouse.query(listScoreEntries(what), bound));
  const { rows, exact } = await chooseSample(ctx, matching);
  const { oneIn, factor } = exact ? { oneIn: 1, factor: 1 } : await chooseStripes(ctx, matching, rows);
  const entries = await reading(ctx.clickhouse.query(entriesQuery(field, what, oneIn), bound));
  return entries.map(({ value, count }) => ({ value, count: Math.round(count * factor) }));
}
