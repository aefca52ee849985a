import type { Comparison } from "@plumbline/filters/filter";
import { journalVersion } from "../../tables/row-version.ts";
import { slackUs, spanScope } from "../trace/scope.ts";
import type { Binder } from "./binder.ts";
import { anyOf, compareFloat, compareText, isDecimal, keyOf } from "./comparison.ts";

/**
 * Ids of traces with a span whose text satisfies the condition. Under FINAL the text of whole granules
 * would be read, so the rows are found without, by an index when there is one (`quick`), and then
 * compared with the narrow table, which knows the version of each span that counts. Corrections are of the
 * narrow table alone.
 */
export function searchableSpans(condition: string, quick: boolean): string {
  const found = (columns: string) => `(SELECT ${columns} FROM span_io WHERE ${spanScope} AND ${condition})`;
  const key = "start_time, trace_id, span_id";
  return `SELECT trace_id FROM spans FINAL
      PREWHERE ${spanScope}${quick ? ` AND (${key}) IN ${found(key)}` : ""}
      WHERE (${key}, ${journalVersion}) IN ${found(`${key}, ${journalVersion}`)}`;
}

/** Ids of traces with such a score, on the trace or on one of its spans. */
export function scoredTraces(leaf: Comparison, binder: Binder): string {
  return `SELECT trace_id FROM scores FINAL
      WHERE project_id = {projectId:String}
        AND timestamp >= fromUnixTimestamp64Micro({fromUs:Int64} - ${slackUs}, 'UTC')
        AND trace_id != '' AND name = ${binder.text(keyOf(leaf))} AND ${scoreCondition(leaf, binder)}`;
}

function scoreCondition(leaf: Comparison, binder: Binder): string {
  switch (leaf.operator) {
    case "exists":
      return "true";
    case "is": {
      const numbers = leaf.values.filter((value) => isDecimal(value));
      return anyOf([
        compareText("string_value", leaf, binder),
        ...(numbers.length === 0 ? [] : [compareFloat("value", { ...leaf, values: numbers }, binder)]),
      ]);
    }
    case "contains":
    case "starts":
      return compareText("string_value", leaf, binder);
    default:
      return compareFloat("value", leaf, binder);
  }
}
