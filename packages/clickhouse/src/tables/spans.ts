import type { IngestSource, SpanFields } from "@plumbline/contracts/events";
import { defineTable } from "./define-table.ts";
import { storedVersion } from "./row-version.ts";

/** Inclusive token counts; absent is unknown. */
export interface SpanUsage {
  inputTokens?: number;
  outputTokens?: number;
  totalTokens?: number;
  cacheReadTokens?: number;
  cacheWrite5mTokens?: number;
  cacheWrite1hTokens?: number;
  reasoningTokens?: number;
  inputAudioTokens?: number;
  outputAudioTokens?: number;
  inputImageTokens?: number;
  outputImageTokens?: number;
}

/** USD as decimal texts of at most 12 places. */
export interface SpanPrice {
  cost: string | null;
  inputCost: string | null;
  outputCost: string | null;
  costDetails: Record<string, string>;
  costSource: string;
  rateCardId: string;
  billable: boolean;
  billableReason: string;
}

/** One version of a span, for both of its tables. */
export interface SpanRow {
  projectId: string;
  traceId: string;
  spanId: string;
  startTimeUs: number;
  source: IngestSource;
  receivedAtUs: number;
  /** Of the journal; the highest of a key is the one that is read. */
  rowVersion: number;
  isDeleted: boolean;
  fields: SpanFields;
  /** The provider's word for how the call was served, as far as it decides the price. */
  serviceTier?: string | undefined;
  usage: SpanUsage;
  price: SpanPrice;
}

const previewCharacters = 200;

const text = "String";
const word = "LowCardinality(String)";
const words = "Array(LowCardinality(String))";
const time = "DateTime64(6, 'UTC')";
const count = "Nullable(UInt64)";
const money = "Nullable(Decimal(18, 12))";

export const spansTable = defineTable<SpanRow>("spans", [
  ["project_id", word, (w, r) => w.string(r.projectId)],
  ["trace_id", text, (w, r) => w.string(r.traceId)],
  ["span_id", text, (w, r) => w.string(r.spanId)],
  ["parent_span_id", text, (w, r) => w.string(r.fields.parentSpanId ?? "")],
  ["start_time", time, (w, r) => w.dateTime64(r.startTimeUs)],
  ["end_time", `Nullable(${time})`, (w, r) => w.nullableDateTime64(r.fields.endTimeUs)],
  [
    "completion_start_time",
    `Nullable(${time})`,
    (w, r) => w.nullableDateTime64(r.fields.completionStartTimeUs),
  ],
  ["kind", word, (w, r) => w.string(r.fields.kind ?? (r.spanId === "" ? "TRACE" : "SPAN"))],
  ["name", word, (w, r) => w.string(r.fields.name ?? "")],
  ["level", word, (w, r) => w.string(r.fields.level ?? "DEFAULT")],
  ["status_message", text, (w, r) => w.string(r.fields.statusMessage ?? "")],
  ["error_class", word, (w, r) => w.string(r.fields.errorClass ?? "")],
  ["environment", word, (w, r) => w.string(r.fields.environment ?? "default")],
  ["release", word, (w, r) => w.string(r.fields.release ?? "")],
  ["version", word, (w, r) => w.string(r.fields.version ?? "")],
  ["service_name", word, (w, r) => w.string(r.fields.serviceName ?? "")],
  ["scope_name", word, (w, r) => w.string(r.fields.scopeName ?? "")],
  ["source", word, (w, r) => w.string(r.source)],
  ["trace_name", word, (w, r) => w.string(r.fields.traceName ?? "")],
  ["user_id", text, (w, r) => w.string(r.fields.userId ?? "")],
  ["session_id", text, (w, r) => w.string(r.fields.sessionId ?? "")],
  ["feature", word, (w, r) => w.string(r.fields.feature ?? "")],
  ["tags", words, (w, r) => w.strings(r.fields.tags)],
  ["public", "Bool", (w, r) => w.bool(r.fields.public === true)],
  ["provider", word, (w, r) => w.string(r.fields.provider ?? "")],
  ["model_requested", word, (w, r) => w.string(r.fields.modelRequested ?? "")],
  ["model_used", word, (w, r) => w.string(r.fields.modelUsed ?? "")],
  ["model_parameters", text, (w, r) => w.string(r.fields.modelParameters ?? "")],
  ["prompt_name", word, (w, r) => w.string(r.fields.promptName ?? "")],
  ["prompt_version", "Nullable(UInt32)", (w, r) => w.nullableUint32(r.fields.promptVersion)],
  ["response_id", text, (w, r) => w.string(r.fields.responseId ?? "")],
  ["service_tier", word, (w, r) => w.string(r.serviceTier ?? "")],
  ["finish_reasons", words, (w, r) => w.strings(r.fields.finishReasons)],
  ["input_tokens", count, (w, r) => w.nullableUint64(r.usage.inputTokens)],
  ["output_tokens", count, (w, r) => w.nullableUint64(r.usage.outputTokens)],
  ["total_tokens", count, (w, r) => w.nullableUint64(r.usage.totalTokens)],
  ["cache_read_tokens", count, (w, r) => w.nullableUint64(r.usage.cacheReadTokens)],
  ["cache_write_5m_tokens", count, (w, r) => w.nullableUint64(r.usage.cacheWrite5mTokens)],
  ["cache_write_1h_tokens", count, (w, r) => w.nullableUint64(r.usage.cacheWrite1hTokens)],
  ["reasoning_tokens", count, (w, r) => w.nullableUint64(r.usage.reasoningTokens)],
  ["input_audio_tokens", count, (w, r) => w.nullableUint64(r.usage.inputAudioTokens)],
  ["output_audio_tokens", count, (w, r) => w.nullableUint64(r.usage.outputAudioTokens)],
  ["input_image_tokens", count, (w, r) => w.nullableUint64(r.usage.inputImageTokens)],
  ["output_image_tokens", count, (w, r) => w.nullableUint64(r.usage.outputImageTokens)],
  ["usage_details", "Map(LowCardinality(String), UInt64)", (w, r) => w.uint64Map(r.fields.usageDetails)],
  ["usage_source", word, (w, r) => w.string(r.fields.usageSource ?? "")],
  ["cost", money, (w, r) => w.nullableDecimal(r.price.cost)],
  ["input_cost", money, (w, r) => w.nullableDecimal(r.price.inputCost)],
  ["output_cost", money, (w, r) => w.nullableDecimal(r.price.outputCost)],
  [
    "cost_details",
    "Map(LowCardinality(String), Decimal(18, 12))",
    (w, r) => w.decimalMap(r.price.costDetails),
  ],
  ["cost_source", word, (w, r) => w.string(r.price.costSource)],
  ["rate_card_id", word, (w, r) => w.string(r.price.rateCardId)],
  ["billable", "Bool", (w, r) => w.bool(r.price.billable)],
  ["billable_reason", word, (w, r) => w.string(r.price.billableReason)],
  ["input_preview", text, (w, r) => w.string(preview(r.fields.input))],
  ["output_preview", text, (w, r) => w.string(preview(r.fields.output))],
  ["input_bytes", "UInt32", (w, r) => w.uint32(byteLength(r.fields.input))],
  ["output_bytes", "UInt32", (w, r) => w.uint32(byteLength(r.fields.output))],
  ["metadata", "Map(LowCardinality(String), String)", (w, r) => w.stringMap(r.fields.metadata)],
  ["received_at", time, (w, r) => w.dateTime64(r.receivedAtUs)],
  ["row_version", "UInt64", (w, r) => w.uint64BigInt(storedVersion(r.rowVersion))],
  ["is_deleted", "UInt8", (w, r) => w.bool(r.isDeleted)],
]);

/** The first characters; a surrogate pair is never cut in two. */
function preview(value: string | undefined): string {
  if (value === undefined || value.length <= previewCharacters) return value ?? "";
  const last = value.charCodeAt(previewCharacters - 1);
  const cutsPair = last >= 0xd800 && last <= 0xdbff;
  return value.slice(0, cutsPair ? previewCharacters - 1 : previewCharacters);
}

function byteLength(value: string | undefined): number {
  return value === undefined ? 0 : Buffer.byteLength(value);
}
