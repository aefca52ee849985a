import type { SpanPrice, SpanRow, SpanUsage } from "@plumbline/clickhouse/tables/spans";
import type { IngestSource, SpanFields } from "@plumbline/contracts/events";
import type { PriceBook } from "@plumbline/pricing/price-book";
import { priceSpan } from "@plumbline/pricing/price-span";
import type { ObservedGeneration } from "@plumbline/runtime/llm-metrics";
import { serviceTierOf } from "@plumbline/spans/service-tier";
import { settleUsage } from "@plumbline/spans/settle-usage";

export interface SpanIdentity {
  projectId: string;
  traceId: string;
  spanId: string;
  source: IngestSource;
  receivedAtUs: number;
}

/** Usage settled and priced; everything in the row follows from the journal and the price book alone. */
export function buildSpanRow(
  book: PriceBook,
  identity: SpanIdentity,
  fields: SpanFields,
  startTimeUs: number,
  rowVersion: number,
): SpanRow {
  const usage = settleUsage(fields.usageDetails, fields.usageConvention ?? "unknown");
  const serviceTier = serviceTierOf(fields);
  const price = priceSpan(book, {
    projectId: identity.projectId,
    kind: fields.kind ?? (identity.spanId === "" ? "TRACE" : "SPAN"),
    provider: fields.provider,
    modelUsed: fields.modelUsed,
    modelRequested: fields.modelRequested,
    startTimeUs,
    usage,
    givenCost: fields.givenCost,
    level: fields.level,
    serviceTier,
    repeatsCall: fields.repeatsCall,
  });
  return {
    projectId: identity.projectId,
    traceId: identity.traceId,
    spanId: identity.spanId,
    startTimeUs,
    source: identity.source,
    receivedAtUs: identity.receivedAtUs,
    rowVersion,
    isDeleted: false,
    fields,
    serviceTier,
    usage,
    price,
  };
}

const noFields: SpanFields = {};
const noUsage: SpanUsage = {};
const noPrice: SpanPrice = {
  cost: null,
  inputCost: null,
  outputCost: null,
  costDetails: {},
  costSource: "",
  rateCardId: "",
  billable: false,
  billableReason: "",
};

/** Says that the span no longer lies under this start time. */
export function tombstone(row: SpanRow, startTimeUs: number): SpanRow {
  return { ...row, startTimeUs, isDeleted: true, fields: noFields, usage: noUsage, price: noPrice };
}

/** What the `llm_*` metrics see of a span; null unless it is a model call. */
export function observedGeneration(row: SpanRow): ObservedGeneration | null {
  const { fields, usage, price } = row;
  if (fields.kind !== "GENERATION") return null;
  return {
    model: fields.modelUsed ?? fields.modelRequested ?? "",
    provider: fields.provider,
    status: fields.level === "ERROR" ? "error" : "success",
    errorType: fields.errorClass,
    durationMs: fields.endTimeUs === undefined ? undefined : (fields.endTimeUs - row.startTimeUs) / 1_000,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    costUsd: price.cost === null ? undefined : Number(price.cost),
  };
}
