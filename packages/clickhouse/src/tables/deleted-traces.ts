import { defineTable } from "./define-table.ts";

interface DeletedTraceRow {
  projectId: string;
  traceId: string;
  /** Microseconds; the latest word on a trace counts. */
  atUs: number;
  /** False brings it back. */
  hidden: boolean;
}

export const deletedTracesTable = defineTable<DeletedTraceRow>("deleted_traces", [
  ["project_id", "LowCardinality(String)", (w, r) => w.string(r.projectId)],
  ["trace_id", "String", (w, r) => w.string(r.traceId)],
  ["row_version", "UInt64", (w, r) => w.uint64(r.atUs)],
  ["is_deleted", "UInt8", (w, r) => w.uint8(r.hidden ? 0 : 1)],
]);
