import type { CompiledFilter } from "../filter/compile-filter.ts";
import type { CompiledConditions } from "./compile-conditions.ts";

/** Conditions on the group of a trace's rows as the queries over traces take them. */
export function asTraceFilter(
  { sql, ofTrace }: CompiledConditions,
  values: CompiledFilter["values"],
): CompiledFilter {
  return {
    having: sql.length === 0 ? null : `(${sql.join(" AND ")})`,
    columns: ofTrace,
    idConditions: [],
    rowHints: [],
    rowHintsSuffice: sql.length === 0,
    values,
  };
}
