import { PlumblineError } from "@plumbline/contracts/errors";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import type { Binder } from "../filter/binder.ts";
import type { TraceColumn } from "../trace/columns.ts";
import { slackUs, spanScope } from "../trace/scope.ts";
import { spanWindow } from "../window.ts";
import type { Column, ColumnTable } from "./column.ts";
import {
  compareBoolean,
  compareExact,
  compareFloat,
  compareText,
  compareTexts,
  compareTime,
  invalid,
  isKnown,
} from "./operators.ts";

export interface CompiledConditions {
  /** Each has to hold; none is ever NULL. */
  sql: string[];
  /** What of traces they read: has to be selected, or joined. */
  ofTrace: Set<TraceColumn>;
}

/** Throws `invalid_request` that names the column, for one that is not in the table and for each misuse. */
export function compileConditions(
  conditions: readonly ColumnCondition[],
  columns: ColumnTable,
  binder: Binder,
): CompiledConditions {
  const ofTrace = new Set<TraceColumn>();
  const sql = conditions.map((condition) => {
    const column = columns.get(condition.column);
    if (column === undefined) throw unknownColumn(condition, columns);
    for (const name of column.ofTrace ?? []) ofTrace.add(name);
    return compileOne(condition, column, binder);
  });
  return { sql, ofTrace };
}

function compileOne(condition: ColumnCondition, column: Column, binder: Binder): string {
  switch (column.kind) {
    case "text":
      requireType(condition, ["string", "stringOptions", "null"]);
      if (condition.type === "null") return `${column.sql} ${isKnown(condition) ? "!=" : "="} ''`;
      return compareText(column.sql, condition, binder);
    case "number":
      requireType(condition, ["number", "null"]);
      if (condition.type === "null") return nullness(column.sql, condition);
      return compareExact(column.sql, condition, binder, column.unit);
    case "float":
      requireType(condition, ["number", "null"]);
      if (condition.type === "null") return nullness(column.sql, condition);
      return compareFloat(column.sql, condition, binder);
    case "time":
      requireType(condition, ["datetime", "null"]);
      if (condition.type === "null") return nullness(column.sql, condition);
      return compareTime(column.sql, condition, binder);
    case "texts":
      requireType(condition, ["arrayOptions", "stringOptions"]);
      return compareTexts(column.sql, condition, binder);
    case "boolean":
      requireType(condition, ["boolean"]);
      return compareBoolean(column.sql, condition);
    case "map":
      return compareMember(column.sql, condition, binder);
    case "span-text":
      requireType(condition, ["string"]);
      return spanText(compareText(column.sql, condition, binder));
    case "trace-metadata":
      return traceMetadata(condition, binder);
    case "trace-scores":
      return traceScores(column.sql, condition, binder);
  }
}

function nullness(sql: string, condition: ColumnCondition): string {
  return `${isKnown(condition) ? "isNotNull" : "isNull"}(${sql})`;
}

/** Exclusions hold for rows that lack the key; everything else needs it. */
function compareMember(map: string, condition: ColumnCondition, binder: Binder): string {
  requireType(condition, ["stringObject", "numberObject", "categoryOptions", "null"]);
  const key = binder.text(keyOf(condition));
  const held = `mapContains(${map}, ${key})`;
  if (condition.type === "null") return isKnown(condition) ? held : `NOT ${held}`;
  const value = `${map}[${key}]`;
  if (condition.type === "numberObject")
    return `(${held} AND ${compareFloat(`toFloat64OrNull(${value})`, condition, binder)})`;
  const compared = compareText(value, condition, binder);
  return isExclusion(condition) ? `(NOT ${held} OR ${compared})` : `(${held} AND ${compared})`;
}

const inverses = new Map([
  ["does not contain", "contains"],
  ["none of", "any of"],
  ["is null", "is not null"],
]);

function isExclusion({ operator }: ColumnCondition): boolean {
  return inverses.has(operator);
}

/** What an exclusion excludes. */
function excluded(condition: ColumnCondition): ColumnCondition {
  return { ...condition, operator: inverses.get(condition.operator) ?? condition.operator };
}

/** The text of superseded rows does not count: the version has to be the one that is read. */
function spanText(condition: string): string {
  const key = "start_time, trace_id, span_id, row_version";
  return `(${key}) IN (SELECT ${key} FROM span_io WHERE ${spanWindow} AND ${condition})`;
}

/** On the row of the trace itself, and what its spans said of it. */
function traceMetadata(condition: ColumnCondition, binder: Binder): string {
  const wanted = excluded(condition);
  const own = compareMember("metadata", wanted, binder);
  const said = compareMember("trace_metadata", wanted, binder);
  const found = `(countIf(span_id = '' AND ${own}) > 0 OR trace_id IN (SELECT trace_id FROM span_io FINAL
      WHERE ${spanScope} AND ${said}))`;
  return isExclusion(condition) ? `NOT ${found}` : found;
}

/** `<>` and "none of" hold for traces without such a score too. */
function traceScores(column: "value" | "string_value", condition: ColumnCondition, binder: Binder): string {
  requireType(condition, column === "value" ? ["numberObject", "booleanObject"] : ["categoryOptions"]);
  const name = binder.text(keyOf(condition));
  const ids = (where: string, having = "") => `trace_id IN (SELECT trace_id FROM scores FINAL
      WHERE project_id = {projectId:String}
        AND timestamp >= fromUnixTimestamp64Micro({fromUs:Int64} - ${slackUs}, 'UTC')
        AND trace_id != '' AND name = ${name} AND ${where}${having})`;
  if (condition.type === "numberObject") {
    return ids(
      "isNotNull(value)",
      ` GROUP BY trace_id HAVING ${compareFloat("avg(value)", condition, binder)}`,
    );
  }
  if (condition.type === "booleanObject") {
    const isTrue = compareBoolean("value = 1", { ...condition, operator: "=" });
    const found = ids(`data_type = 'BOOLEAN' AND ${isTrue}`);
    return condition.operator === "<>" ? `NOT (${found})` : found;
  }
  const found = ids(compareText("string_value", excluded(condition), binder));
  return isExclusion(condition) ? `NOT (${found})` : found;
}

function keyOf(condition: ColumnCondition): string {
  if (condition.key !== undefined && condition.key !== "") return condition.key;
  throw invalid(condition, "needs a key");
}

function requireType(condition: ColumnCondition, types: ReadonlyArray<ColumnCondition["type"]>): void {
  if (!types.includes(condition.type)) throw invalid(condition, `has to be of type ${types.join(" or ")}`);
}

function unknownColumn({ column }: ColumnCondition, columns: ColumnTable): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: `There is no column "${column.slice(0, 60)}" to filter by here. Known are ${[...columns.keys()].join(", ")}.`,
    details: { issues: [`filter: unknown column ${column.slice(0, 60)}`] },
  });
}
