import type { TraceColumn } from "../trace/columns.ts";
import type { Column, ColumnTable } from "./column.ts";

const text = (column: TraceColumn): Column => ({ kind: "text", sql: column, ofTrace: [column] });
const number = (column: TraceColumn): Column => ({ kind: "number", sql: column, ofTrace: [column] });

/** Groups of the rows of one trace. `bookmarked` binds the ids that are, as `bookmarkedTraceIds`. */
export const traceColumnTable: ColumnTable = new Map<string, Column>([
  ["id", { kind: "text", sql: "trace_id" }],
  ["name", text("traceName")],
  ["timestamp", { kind: "time", sql: "startUs" }],
  ["userId", text("userId")],
  ["sessionId", text("sessionId")],
  [
    "environment",
    {
      kind: "text",
      sql: "if(traceEnvironment = '', 'default', traceEnvironment)",
      ofTrace: ["traceEnvironment"],
    },
  ],
  ["version", text("traceVersion")],
  ["release", text("traceRelease")],
  ["tags", { kind: "texts", sql: "tagSet", ofTrace: ["tagSet"] }],
  ["bookmarked", { kind: "boolean", sql: "trace_id IN {bookmarkedTraceIds:Array(String)}" }],
  ["metadata", { kind: "trace-metadata" }],
  ["latency", { kind: "number", sql: "(endUs - firstUs)", unit: 1_000_000, ofTrace: ["endUs", "firstUs"] }],
  ["inputTokens", number("inputTokens")],
  ["outputTokens", number("outputTokens")],
  ["totalTokens", number("totalTokens")],
  ["tokens", number("totalTokens")],
  ["inputCost", { kind: "number", sql: "sumOrNullIf(input_cost, billable)" }],
  ["outputCost", { kind: "number", sql: "sumOrNullIf(output_cost, billable)" }],
  ["totalCost", number("totalCost")],
  [
    "level",
    {
      kind: "text",
      sql: "transform(levelRank, [0, 1, 2, 3], ['DEBUG', 'DEFAULT', 'WARNING', 'ERROR'], 'DEFAULT')",
      ofTrace: ["levelRank"],
    },
  ],
  ...(["WARNING", "ERROR", "DEFAULT", "DEBUG"] as const).map((level): [string, Column] => [
    `${level.toLowerCase()}Count`,
    { kind: "number", sql: `countIf(level = '${level}' AND span_id != '')` },
  ]),
  ["scores", { kind: "trace-scores", sql: "value" }],
  ["scores_avg", { kind: "trace-scores", sql: "value" }],
  ["score_booleans", { kind: "trace-scores", sql: "value" }],
  ["score_categories", { kind: "trace-scores", sql: "string_value" }],
]);
