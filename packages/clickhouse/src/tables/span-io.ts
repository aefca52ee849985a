import { defineTable } from "./define-table.ts";
import { storedVersion } from "./row-version.ts";
import type { SpanRow } from "./spans.ts";

const text = "String";
const texts = "Map(LowCardinality(String), String)";

/** The text of a span, under the same key and version as its row in `spans`. */
export const spanIoTable = defineTable<SpanRow>("span_io", [
  ["project_id", "LowCardinality(String)", (w, r) => w.string(r.projectId)],
  ["trace_id", text, (w, r) => w.string(r.traceId)],
  ["span_id", text, (w, r) => w.string(r.spanId)],
  ["start_time", "DateTime64(6, 'UTC')", (w, r) => w.dateTime64(r.startTimeUs)],
  ["input", text, (w, r) => w.string(r.fields.input ?? "")],
  ["output", text, (w, r) => w.string(r.fields.output ?? "")],
  ["system_instructions", text, (w, r) => w.string(r.fields.systemInstructions ?? "")],
  ["tool_definitions", text, (w, r) => w.string(r.fields.toolDefinitions ?? "")],
  ["trace_input", text, (w, r) => w.string(r.fields.traceInput ?? "")],
  ["trace_output", text, (w, r) => w.string(r.fields.traceOutput ?? "")],
  ["trace_metadata", texts, (w, r) => w.stringMap(r.fields.traceMetadata)],
  ["attributes", texts, (w, r) => w.stringMap(r.fields.attributes)],
  ["claimed_keys", "LowCardinality(String)", (w, r) => w.string(r.fields.claimedKeys ?? "")],
  ["row_version", "UInt64", (w, r) => w.uint64BigInt(storedVersion(r.rowVersion))],
  ["is_deleted", "UInt8", (w, r) => w.bool(r.isDeleted)],
]);
