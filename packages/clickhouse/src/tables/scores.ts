import type { ScoreEvent } from "@plumbline/contracts/events";
import { defineTable } from "./define-table.ts";

export interface ScoreRow {
  projectId: string;
  /** Of the event: version of the row, so that the latest word wins. */
  timeUs: number;
  score: ScoreEvent["score"];
}

const text = "String";
const word = "LowCardinality(String)";
const time = "DateTime64(6, 'UTC')";

export const scoresTable = defineTable<ScoreRow>("scores", [
  ["project_id", word, (w, r) => w.string(r.projectId)],
  ["id", text, (w, r) => w.string(r.score.id)],
  ["timestamp", time, (w, r) => w.dateTime64(r.score.timestampUs)],
  ["trace_id", text, (w, r) => w.string(r.score.traceId ?? "")],
  ["observation_id", text, (w, r) => w.string(r.score.observationId ?? "")],
  ["session_id", text, (w, r) => w.string(r.score.sessionId ?? "")],
  ["dataset_run_id", text, (w, r) => w.string(r.score.datasetRunId ?? "")],
  ["name", word, (w, r) => w.string(r.score.name)],
  ["source", word, (w, r) => w.string(r.score.source)],
  ["data_type", word, (w, r) => w.string(r.score.dataType)],
  ["value", "Nullable(Float64)", (w, r) => w.nullableFloat64(r.score.value)],
  ["string_value", text, (w, r) => w.string(r.score.stringValue ?? "")],
  ["comment", text, (w, r) => w.string(r.score.comment ?? "")],
  ["environment", word, (w, r) => w.string(r.score.environment ?? "default")],
  ["metadata", "Map(LowCardinality(String), String)", (w, r) => w.stringMap(r.score.metadata)],
  ["config_id", text, (w, r) => w.string(r.score.configId ?? "")],
  ["queue_id", text, (w, r) => w.string(r.score.queueId ?? "")],
  ["author_user_id", text, (w) => w.string("")],
  ["created_at", time, (w, r) => w.dateTime64(r.timeUs)],
  ["updated_at", time, (w, r) => w.dateTime64(r.timeUs)],
  ["row_version", "UInt64", (w, r) => w.uint64(r.timeUs)],
  ["is_deleted", "UInt8", (w, r) => w.bool(r.score.deleted === true)],
]);
