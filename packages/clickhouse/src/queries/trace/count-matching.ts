import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { countRow } from "../window.ts";
import { matchingParams, matchingTraces } from "./matching.ts";

/** How many traces match. */
export function countMatchingTraces(filter: CompiledFilter) {
  return defineQuery({
    name: "trace.count-matching",
    params: matchingParams,
    row: countRow,
    sql: `SELECT count() AS total FROM (${matchingTraces({ filter })})`,
  });
}
