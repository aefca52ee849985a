import { timeUsOf } from "@plumbline/clickhouse/queries/condition/operators";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";

/**
 * The window that conditions on a time column ask for: without it a list would look at its usual days
 * only. The conditions themselves stay, since `>` and `>=` differ.
 */
export function windowOfConditions(
  conditions: readonly ColumnCondition[],
  column: string,
): { from?: Date; to?: Date } {
  let from: number | undefined;
  let to: number | undefined;
  for (const condition of conditions) {
    if (condition.column !== column || condition.type !== "datetime") continue;
    const ms = timeUsOf(condition) / 1_000;
    if (condition.operator.startsWith(">")) from = Math.max(from ?? ms, ms);
    // The window ends before its end.
    else if (condition.operator.startsWith("<")) to = Math.min(to ?? ms + 1, ms + 1);
  }
  return {
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}
