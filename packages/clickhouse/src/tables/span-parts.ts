import { defineTable } from "./define-table.ts";

/** One register of one partial event; the table keeps the largest (rank, time, hash, value) of a field. */
export interface SpanPartRow {
  projectId: string;
  traceId: string;
  /** "" is the trace itself. */
  spanId: string;
  field: string;
  rank: number;
  timeUs: number;
  hash: bigint;
  value: string;
  receivedAtUs: number;
}

export const spanPartsTable = defineTable<SpanPartRow>("span_parts", [
  ["project_id", "LowCardinality(String)", (w, r) => w.string(r.projectId)],
  ["trace_id", "String", (w, r) => w.string(r.traceId)],
  ["span_id", "String", (w, r) => w.string(r.spanId)],
  ["field", "LowCardinality(String)", (w, r) => w.string(r.field)],
  [
    "register",
    "SimpleAggregateFunction(max, Tuple(rank UInt8, time_us Int64, hash UInt64, value String))",
    (w, r) => {
      w.uint8(r.rank);
      w.int64(r.timeUs);
      w.uint64BigInt(r.hash);
      w.string(r.value);
    },
  ],
  ["first_seen", "SimpleAggregateFunction(min, DateTime('UTC'))", (w, r) => w.dateTime(r.receivedAtUs)],
]);
