import { spansTable } from "../tables/spans.ts";

/**
 * A statement that writes spans anew, one correction further. `source` is what follows SELECT and calls the
 * stored row `s`; `changed` has expressions for columns that do not stay as they are.
 */
export function rewriteSpans(changed: Readonly<Record<string, string>>, source: string): string {
  const expressions: Readonly<Record<string, string>> = { row_version: "s.row_version + 1", ...changed };
  const selected = spansTable.columns.map((name) => expressions[name] ?? `s.${name}`);
  return `INSERT INTO spans (${spansTable.columns.join(", ")})
    SELECT ${selected.join(", ")} ${source}
    SETTINGS do_not_merge_across_partitions_select_final = 1, insert_deduplicate = 0,
      max_partitions_per_insert_block = 0`;
}
