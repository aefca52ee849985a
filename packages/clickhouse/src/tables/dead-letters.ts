import { defineTable } from "./define-table.ts";

export interface DeadLetterRow {
  projectId: string;
  receivedAtUs: number;
  eventId: string;
  source: string;
  /** "accept": refused at the door. "drain": refused by the store. */
  stage: "accept" | "drain";
  code: string;
  reason: string;
  raw: string;
  /** Characters of the whole, when `raw` is only its beginning. */
  rawSize?: number | undefined;
  /** Of a request that could not be read: its bytes, perhaps only the first of `bodySize`. */
  request?: { door: string; body: Buffer; bodySize: number } | undefined;
  /** The replay that this row is the outcome of; absent when it came from its client. */
  replay?: DeadLetterReplay;
}

export interface DeadLetterReplay {
  id: string;
  /** When it was asked for: later replays have the last word. */
  atMs: number;
  /** False: refused again. */
  taken: boolean;
}

/** One row for an event however often it came: the last one that came, or the outcome of a replay since. */
export const deadLettersTable = defineTable<DeadLetterRow>("dead_letters", [
  ["project_id", "LowCardinality(String)", (w, r) => w.string(r.projectId)],
  ["event_id", "String", (w, r) => w.string(r.eventId)],
  ["received_at", "DateTime64(6, 'UTC')", (w, r) => w.dateTime64(r.receivedAtUs)],
  ["source", "LowCardinality(String)", (w, r) => w.string(r.source)],
  ["stage", "LowCardinality(String)", (w, r) => w.string(r.stage)],
  ["code", "LowCardinality(String)", (w, r) => w.string(r.code)],
  ["reason", "String", (w, r) => w.string(r.reason)],
  ["raw", "String", (w, r) => w.string(r.raw)],
  ["raw_size", "UInt64", (w, r) => w.uint64(r.rawSize ?? r.raw.length)],
  ["door", "LowCardinality(String)", (w, r) => w.string(r.request?.door ?? "")],
  ["body", "String", (w, r) => w.bytes(r.request?.body ?? noBytes)],
  ["body_size", "UInt64", (w, r) => w.uint64(r.request?.bodySize ?? 0)],
  ["row_version", "UInt64", (w, r) => w.uint64(versionOf(r))],
  ["replay_id", "String", (w, r) => w.string(r.replay?.id ?? "")],
  ["replayed", "Bool", (w, r) => w.bool(r.replay?.taken === true)],
]);

const noBytes = Buffer.alloc(0);

/** What was given to the journal counts as taken until the store, or its client once more, says otherwise. */
function versionOf({ receivedAtUs, replay }: DeadLetterRow): number {
  if (replay === undefined) return Math.max(0, Math.floor(receivedAtUs / 1_000)) * 2;
  return replay.atMs * 2 + (replay.taken ? 0 : 1);
}

export type DeadLetterArrivalRow = Pick<
  DeadLetterRow,
  "projectId" | "receivedAtUs" | "eventId" | "source" | "stage" | "code" | "reason"
>;

/** Every time that a refused event came. */
export const deadLetterArrivalsTable = defineTable<DeadLetterArrivalRow>("dead_letter_arrivals", [
  ["project_id", "LowCardinality(String)", (w, r) => w.string(r.projectId)],
  ["received_at", "DateTime64(6, 'UTC')", (w, r) => w.dateTime64(r.receivedAtUs)],
  ["event_id", "String", (w, r) => w.string(r.eventId)],
  ["source", "LowCardinality(String)", (w, r) => w.string(r.source)],
  ["stage", "LowCardinality(String)", (w, r) => w.string(r.stage)],
  ["code", "LowCardinality(String)", (w, r) => w.string(r.code)],
  ["reason", "String", (w, r) => w.string(r.reason)],
]);
