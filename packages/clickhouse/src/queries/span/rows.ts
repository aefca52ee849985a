import type { CompiledConditions } from "../condition/compile-conditions.ts";
import { boundValue } from "../filter/binder.ts";
import { selectTraceColumns } from "../trace/columns.ts";
import { spanScope } from "../trace/scope.ts";
import { spanWindow, windowParams } from "../window.ts";

/** A window, and what compiled conditions bind. */
export const spanRowParams = windowParams.catchall(boundValue);

/** Spans proper of the window, beside what the conditions read of their traces; those that satisfy them. `joins` go to `s`. */
export function spanRows(conditions: CompiledConditions, and: readonly string[] = [], joins = ""): string {
  const where = [...conditions.sql, ...and].map((sql) => ` AND ${sql}`).join("");
  const proper = `FROM spans FINAL WHERE ${spanWindow} AND span_id != ''`;
  if (conditions.ofTrace.size === 0 && joins === "") return `${proper}${where}`;
  const traces =
    conditions.ofTrace.size === 0
      ? ""
      : `LEFT JOIN (SELECT trace_id AS ofTraceId, ${selectTraceColumns([...conditions.ofTrace])}
      FROM spans FINAL PREWHERE ${spanScope} GROUP BY trace_id) AS t ON t.ofTraceId = s.trace_id`;
  return `FROM (SELECT * ${proper}) AS s
    ${traces}
    ${joins}
    WHERE true${where}`;
}
