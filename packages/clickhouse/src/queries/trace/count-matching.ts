import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { countRow } from "../window.ts";
import { matchingParams, matchingTraces } from "./matching.ts";

/** How many traces match; of one in so many by their ids. */
export function countMatchingTraces(filter: CompiledFilter, oneIn = 1) {
  return defineQuery({
    name: "trace.count-matching",
    params: matchingParams,
    row: countRow,
    sql: `SELECT count() AS total FROM (${matchingTraces({ filter, oneIn })})`,
  });
}
