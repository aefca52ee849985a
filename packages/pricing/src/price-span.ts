import type { SpanKind, SpanLevel } from "@plumbline/contracts/events";
import {
  type BillableReason,
  billableWithGivenCost,
  isBillable,
  isLeafKind,
  reasonWithoutCost,
  repeatsChildren,
} from "./billable.ts";
import { type GivenCost, readGivenCost } from "./given-cost.ts";
import { fitsCostColumn, picoToDecimal } from "./money.ts";
import type { PriceBook, RateCard } from "./price-book.ts";
import { countOf, type PricedUsage, priceUsage, type TokenUsage } from "./price-usage.ts";

export type { BillableReason } from "./billable.ts";
export type { TokenUsage } from "./price-usage.ts";

export interface PriceableSpan {
  /** Whose custom prices go first. */
  projectId?: string | undefined;
  kind: SpanKind;
  provider?: string | undefined;
  modelUsed?: string | undefined;
  modelRequested?: string | undefined;
  startTimeUs: number;
  usage: TokenUsage;
  givenCost?: Readonly<Record<string, string>> | undefined;
  level?: SpanLevel | undefined;
  /** As the provider names it; batch, flex and priority have prices of their own. */
  serviceTier?: string | undefined;
  /** Another span reports the same call, and counts for it. */
  repeatsCall?: boolean | undefined;
}

/** Amounts are decimal USD with at most 12 places; null is unknown, never 0. */
export interface SpanPrice {
  cost: string | null;
  inputCost: string | null;
  outputCost: string | null;
  /** "total" and its parts: input, input_cache_read, …, or the client's own names. */
  costDetails: Record<string, string>;
  costSource: "given" | "computed" | "";
  /** Empty unless computed. */
  rateCardId: string;
  /** Whether totals count this span. */
  billable: boolean;
  billableReason: BillableReason;
  /** Tokens were used and no price is known: an alert, not a zero. */
  unpriced: boolean;
}

/**
 * What a span cost: a given cost wins; else tokens of a model call × the rates of its start time.
 * Exact: whole pico-dollars throughout, nothing is rounded after the rate card.
 */
export function priceSpan(book: PriceBook, span: PriceableSpan): SpanPrice {
  const price = priceAlone(book, span);
  return span.repeatsCall === true && price.billable
    ? { ...price, billable: false, billableReason: repeatsChildren, unpriced: false }
    : price;
}

function priceAlone(book: PriceBook, span: PriceableSpan): SpanPrice {
  const given = readGivenCost(span.givenCost);
  if (given !== null) return givenPrice(given, billableWithGivenCost(span.kind));
  const { usage } = span;
  const total = countOf(usage.totalTokens);
  let input = countOf(usage.inputTokens);
  let output = countOf(usage.outputTokens);
  const hasUsage = input !== undefined || output !== undefined || total !== undefined;
  if (!hasUsage || !isLeafKind(span.kind)) {
    return withoutPrice(reasonWithoutCost(span.kind, span.level, hasUsage), false);
  }
  if (total !== undefined) {
    input ??= restOf(total, span.kind === "EMBEDDING" ? (output ?? 0) : output);
    output ??= restOf(total, input);
  }
  if (input === undefined && output === undefined) return withoutPrice("leaf", true);
  const card = findCard(book, span, input);
  const priced = card === null ? null : priceUsage(card, input ?? 0, output ?? 0, usage);
  if (card === null || priced === null || !fitsCostColumn(priced.total)) return withoutPrice("leaf", true);
  const isComplete = input !== undefined && (output !== undefined || span.kind === "EMBEDDING");
  return computedPrice(card, priced, isComplete ? "leaf" : "leaf-partial-usage", input, output);
}

function restOf(total: number, known: number | undefined): number | undefined {
  return known === undefined || known > total ? undefined : total - known;
}

/** The model that answered, else the one that was asked for; the project's own price for either goes first. */
function findCard(book: PriceBook, span: PriceableSpan, inputTokens: number | undefined): RateCard | null {
  const { projectId, provider, modelUsed, modelRequested, startTimeUs: atUs, serviceTier } = span;
  const query = { projectId, provider, atUs, inputTokens, serviceTier };
  const models = modelUsed === modelRequested ? [modelUsed] : [modelUsed, modelRequested];
  const queries = models.flatMap((model) => (model ? [{ ...query, model }] : []));
  for (const one of queries) {
    const own = book.resolveOwn?.(one);
    if (own !== undefined) return own;
  }
  for (const one of queries) {
    const card = book.resolve(one);
    if (card !== null) return card;
  }
  return null;
}

function givenPrice(given: GivenCost, reason: BillableReason): SpanPrice {
  return {
    cost: picoToDecimal(given.total),
    inputCost: given.input === undefined ? null : picoToDecimal(given.input),
    outputCost: given.output === undefined ? null : picoToDecimal(given.output),
    costDetails: given.details,
    costSource: "given",
    rateCardId: "",
    billable: isBillable(reason),
    billableReason: reason,
    unpriced: false,
  };
}

function computedPrice(
  card: RateCard,
  priced: PricedUsage,
  reason: BillableReason,
  input: number | undefined,
  output: number | undefined,
): SpanPrice {
  const cost = picoToDecimal(priced.total);
  const costDetails: Record<string, string> = { total: cost };
  for (const [name, pico] of priced.parts) costDetails[name] = picoToDecimal(pico);
  return {
    cost,
    inputCost: input === undefined ? null : picoToDecimal(priced.input),
    outputCost: output === undefined ? null : picoToDecimal(priced.output),
    costDetails,
    costSource: "computed",
    rateCardId: card.id,
    billable: true,
    billableReason: reason,
    unpriced: false,
  };
}

function withoutPrice(reason: BillableReason, unpriced: boolean): SpanPrice {
  return {
    cost: null,
    inputCost: null,
    outputCost: null,
    costDetails: {},
    costSource: "",
    rateCardId: "",
    billable: isBillable(reason),
    billableReason: reason,
    unpriced,
  };
}
