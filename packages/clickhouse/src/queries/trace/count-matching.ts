import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { countRow } from "../window.ts";
import { matchingParams, matchingTraces } from "./matching.ts";
import { everyTrace } from "./scope.ts";

/** How many traces of the sample match. */
export function countMatchingTraces(filter: CompiledFilter, sample = everyTrace) {
  return defineQuery({
    name: "trace.count-matching",
    params: matchingParams,
    row: countRow,
    sql: `SELECT count() AS total FROM (${matchingTraces({ filter, sample })})`,
  });
}
