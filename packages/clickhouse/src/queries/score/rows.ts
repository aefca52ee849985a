import { z } from "zod";
import type { CompiledConditions } from "../condition/compile-conditions.ts";
import { boundValue } from "../filter/binder.ts";
import { selectTraceColumns } from "../trace/columns.ts";
import { notDeleted, windowParams } from "../window.ts";
import { scoreWindow } from "./columns.ts";

/** A window, where the traces of its scores may lie, and what compiled conditions bind. */
export const scoreRowParams = windowParams
  .extend({ lookFromUs: z.number().int(), lookToUs: z.number().int() })
  .catchall(boundValue);

/** Rows of `spans` of the traces that the window's scores are about, whenever those were. */
export const scoredSpans = `project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Micro({lookFromUs:Int64}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({lookToUs:Int64}, 'UTC')
      AND ${notDeleted}
      AND trace_id IN (SELECT trace_id FROM scores WHERE ${scoreWindow} AND trace_id != '')`;

/** Scores of the window, beside what the conditions read of their traces; those that satisfy them. `joins` go to `s`. */
export function scoreRows(conditions: CompiledConditions, and: readonly string[] = [], joins = ""): string {
  const where = [...conditions.sql, ...and].map((sql) => ` AND ${sql}`).join("");
  const scores = `FROM scores FINAL WHERE ${scoreWindow}`;
  if (conditions.ofTrace.size === 0 && joins === "") return `${scores}${where}`;
  const traces =
    conditions.ofTrace.size === 0
      ? ""
      : `LEFT JOIN (SELECT trace_id AS ofTraceId, ${selectTraceColumns([...conditions.ofTrace])}
      FROM spans FINAL PREWHERE ${scoredSpans} GROUP BY trace_id) AS t ON t.ofTraceId = s.trace_id`;
  return `FROM (SELECT * ${scores}) AS s
    ${traces}
    ${joins}
    WHERE true${where}`;
}
