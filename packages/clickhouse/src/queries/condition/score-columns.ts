import type { Column, ColumnTable } from "./column.ts";
import { traceColumnsOfRows } from "./observation-columns.ts";

const text = (sql: string): Column => ({ kind: "text", sql });

/** Rows of `scores`. */
export const scoreColumnTable: ColumnTable = new Map<string, Column>([
  // Its own session comes after those of its trace, and takes their place.
  ...traceColumnsOfRows,
  ["id", text("id")],
  ["name", text("name")],
  ["value", { kind: "float", sql: "value" }],
  ["stringValue", text("string_value")],
  ["source", text("source")],
  ["dataType", text("data_type")],
  ["timestamp", { kind: "time", sql: "toUnixTimestamp64Micro(timestamp)" }],
  ["traceId", text("trace_id")],
  ["observationId", text("observation_id")],
  ["sessionId", text("session_id")],
  ["datasetRunId", text("dataset_run_id")],
  ["configId", text("config_id")],
  ["queueId", text("queue_id")],
  ["authorUserId", text("author_user_id")],
  ["comment", text("comment")],
  ["environment", text("if(environment = '', 'default', environment)")],
  ["metadata", { kind: "map", sql: "metadata" }],
]);
