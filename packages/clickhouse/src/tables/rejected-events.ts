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
  /** The replay that this row is the outcome of; absent for a first refusal. */
  replay?: RejectedEventReplay;
}

export interface RejectedEventReplay {
  id: string;
  /** When it was asked for: later replays have the last word. */
  atMs: number;
  /** False: refused again. */
  taken: boolean;
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
  ["row_version", "UInt64", (w, r) => w.uint64(versionOf(r.replay))],
  ["replay_id", "String", (w, r) => w.string(r.replay?.id ?? "")],
  ["replayed", "Bool", (w, r) => w.bool(r.replay?.taken === true)],
]);

/** What was given to the journal counts as taken until the store says otherwise. */
function versionOf(replay: RejectedEventReplay | undefined): number {
  if (replay === undefined) return 1;
  return replay.atMs * 2 + (replay.taken ? 0 : 1);
}
