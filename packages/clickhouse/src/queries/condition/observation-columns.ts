import { spanWindow } from "../window.ts";
import type { Column, ColumnTable } from "./column.ts";

const micros = (column: string) => `toUnixTimestamp64Micro(${column})`;

/** A clock that went backwards gives no negative duration. */
const between = (from: string, to: string) => {
  const us = `${micros(to)} - ${micros(from)}`;
  return `if(${us} < 0, 0, ${us})`;
};

/** Microseconds, NULL while it runs. */
export const spanLatency = between("start_time", "end_time");
export const spanFirstToken = between("start_time", "completion_start_time");
export const spanStreaming = between("completion_start_time", "end_time");

export const perSecond = (tokens: string) => `${tokens} / nullIf((${spanLatency}) / 1000000, 0)`;

export const spanModel = "if(model_used = '', model_requested, model_used)";
export const spanEnvironment = "if(environment = '', 'default', environment)";

const key = "start_time, trace_id, span_id, row_version";

/** Without a parent, or the SDK says that the parent belongs to another application. */
export const isRootSpan = `(parent_span_id = '' OR (${key}) IN (SELECT ${key} FROM span_io
        WHERE ${spanWindow} AND attributes['langfuse.internal.is_app_root'] = 'true'))`;

const perS = 1_000_000;
const text = (sql: string): Column => ({ kind: "text", sql });
const number = (sql: string): Column => ({ kind: "number", sql });

/** Columns that a span has through its trace. */
export const traceColumnsOfRows: ReadonlyArray<[string, Column]> = [
  ["traceName", { kind: "text", sql: "traceName", ofTrace: ["traceName"] }],
  ["traceEnvironment", { kind: "text", sql: "traceEnvironment", ofTrace: ["traceEnvironment"] }],
  ["traceTags", { kind: "texts", sql: "tagSet", ofTrace: ["tagSet"] }],
  ["tags", { kind: "texts", sql: "tagSet", ofTrace: ["tagSet"] }],
  ["traceRelease", { kind: "text", sql: "traceRelease", ofTrace: ["traceRelease"] }],
  ["traceVersion", { kind: "text", sql: "traceVersion", ofTrace: ["traceVersion"] }],
  ["userId", { kind: "text", sql: "userId", ofTrace: ["userId"] }],
  ["sessionId", { kind: "text", sql: "sessionId", ofTrace: ["sessionId"] }],
];

/** Rows of `spans` that are observations. */
export const observationColumns: ColumnTable = new Map<string, Column>([
  ["id", text("span_id")],
  ["type", text("kind")],
  ["name", text("name")],
  ["traceId", text("trace_id")],
  ["parentObservationId", text("parent_span_id")],
  ["startTime", { kind: "time", sql: micros("start_time") }],
  ["endTime", { kind: "time", sql: micros("end_time") }],
  ["environment", text(spanEnvironment)],
  ["level", text("level")],
  ["statusMessage", text("status_message")],
  ["version", text("version")],
  ["isRootObservation", { kind: "boolean", sql: isRootSpan }],
  ["latency", { kind: "number", sql: `(${spanLatency})`, unit: perS }],
  ["timeToFirstToken", { kind: "number", sql: `(${spanFirstToken})`, unit: perS }],
  ["tokensPerSecond", { kind: "float", sql: perSecond("output_tokens") }],
  ["inputTokens", number("input_tokens")],
  ["outputTokens", number("output_tokens")],
  ["totalTokens", number("total_tokens")],
  ["tokens", number("total_tokens")],
  ["inputCost", number("input_cost")],
  ["outputCost", number("output_cost")],
  ["totalCost", number("cost")],
  ["model", text(spanModel)],
  ["providedModelName", text(spanModel)],
  ["promptName", text("prompt_name")],
  ["promptVersion", number("prompt_version")],
  ["metadata", { kind: "map", sql: "metadata" }],
  ["input", { kind: "span-text", sql: "input" }],
  ["output", { kind: "span-text", sql: "output" }],
  ...traceColumnsOfRows,
  ["release", { kind: "text", sql: "traceRelease", ofTrace: ["traceRelease"] }],
]);
