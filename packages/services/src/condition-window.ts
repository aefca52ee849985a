import { timeUsOf } from "@plumbline/clickhouse/queries/condition/operators";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import type { Clock } from "@plumbline/runtime/clock";
import { listWindow, lookupWindow, type TimeWindow } from "./window.ts";

interface ConditionsInTime {
  from?: Date;
  to?: Date;
  conditions: readonly ColumnCondition[];
}

/**
 * Where a list with conditions looks: what they say of its time column comes before the bounds beside
 * them; else the usual days, and everything stored when they name what is looked for by its id.
 */
export function conditionWindow(
  clock: Clock,
  input: ConditionsInTime,
  columns: { time: string; ids: readonly string[] },
): TimeWindow {
  const asked = { from: input.from, to: input.to, ...boundsOf(input.conditions, columns.time) };
  const isNamed = input.conditions.some(
    ({ column, operator }) => columns.ids.includes(column) && (operator === "=" || operator === "any of"),
  );
  return isNamed && asked.from === undefined && asked.to === undefined
    ? lookupWindow(clock)
    : listWindow(clock, asked);
}

/** The conditions themselves stay, since `>` and `>=` differ. */
function boundsOf(conditions: readonly ColumnCondition[], time: string): { from?: Date; to?: Date } {
  let from: number | undefined;
  let to: number | undefined;
  for (const condition of conditions) {
    if (condition.column !== time || condition.type !== "datetime") continue;
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
