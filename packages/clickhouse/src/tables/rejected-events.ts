import { defineTable } from "./define-table.ts";

export interface RejectedEventRow {
  projectId: string;
  receivedAtUs: number;
  eventId: string;
  source: string;
  /** "accept": refused at the door. "drain": refused by the store. */
  stage: "accept" | "drain";
  code: string;
  reason: string;
  raw: string;
}

export const rejectedEventsTable = defineTable<RejectedEventRow>("rejected_events", [
  ["project_id", "LowCardinality(String)", (w, r) => w.string(r.projectId)],
  ["received_at", "DateTime64(6, 'UTC')", (w, r) => w.dateTime64(r.receivedAtUs)],
  ["event_id", "String", (w, r) => w.string(r.eventId)],
  ["source", "LowCardinality(String)", (w, r) => w.string(r.source)],
  ["stage", "LowCardinality(String)", (w, r) => w.string(r.stage)],
  ["code", "LowCardinality(String)", (w, r) => w.string(r.code)],
  ["reason", "String", (w, r) => w.string(r.reason)],
  ["raw", "String", (w, r) => w.string(r.raw)],
  ["row_version", "UInt64", (w) => w.uint64(1)],
]);
