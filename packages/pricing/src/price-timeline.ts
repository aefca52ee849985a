import type { ModelInfo, TimeOfDateConstraint } from "@pydantic/genai-prices";
import { completePrices } from "./overlay.ts";
import { buildCards, type RateCard, type TieredCards } from "./rate-card.ts";

interface PricePeriod {
  startMs: number;
  /** Seconds of the UTC day [from, to), wrapping over midnight when to < from; absent = all day. */
  window?: { fromSecond: number; toSecond: number };
  cards: TieredCards | null;
}

export interface PriceTimeline {
  readonly providerId: string;
  readonly modelId: string;
  readonly periods: readonly PricePeriod[];
}

/**
 * The prices of a model in listed order; the last that applies wins. A time window counts from the start
 * date listed before it: the package applies it to all of the past, which reprices history.
 */
export function buildTimeline(providerId: string, model: ModelInfo): PriceTimeline {
  const entries = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  let effective = "always";
  let startMs = Number.NEGATIVE_INFINITY;
  const periods = entries.map(({ constraint, prices }): PricePeriod => {
    if (constraint?.type === "start_date") {
      effective = constraint.start_date;
      startMs = Date.parse(constraint.start_date);
    }
    const isWindow = constraint?.type === "time_of_date";
    const label = isWindow ? `${effective}@${constraint.start_time}-${constraint.end_time}` : effective;
    const name = `${providerId}/${model.id}/${label}`;
    const cards = buildCards(completePrices(providerId, model.id, prices), name);
    return isWindow ? { startMs, window: parseWindow(constraint), cards } : { startMs, cards };
  });
  return { providerId, modelId: model.id, periods };
}

function parseWindow({ start_time, end_time }: TimeOfDateConstraint): {
  fromSecond: number;
  toSecond: number;
} {
  return { fromSecond: secondOfUtcDay(start_time), toSecond: secondOfUtcDay(end_time) };
}

function secondOfUtcDay(time: string): number {
  const instant = new Date(`1970-01-02T${time}`).getTime();
  if (Number.isNaN(instant))
    throw new RangeError(`The price data has a time of day that cannot be read: ${time}`);
  return Math.floor(instant / 1000) % 86_400;
}

/** `inputTokens` include cached ones. A threshold itself still belongs to the cheaper side. */
export function cardAt(timeline: PriceTimeline, atUs: number, inputTokens: number): RateCard | null {
  const cards = cardsAt(timeline.periods, atUs / 1000);
  if (cards === null) return null;
  let tier = 0;
  while (tier < cards.thresholds.length && inputTokens > (cards.thresholds[tier] ?? 0)) tier++;
  return cards.cards[tier] ?? null;
}

function cardsAt(periods: readonly PricePeriod[], atMs: number): TieredCards | null {
  for (let index = periods.length - 1; index > 0; index--) {
    const period = periods[index];
    if (period !== undefined && atMs >= period.startMs && isInside(period.window, atMs)) return period.cards;
  }
  return periods[0]?.cards ?? null;
}

function isInside(window: PricePeriod["window"], atMs: number): boolean {
  if (window === undefined) return true;
  const second = Math.floor(atMs / 1000) % 86_400;
  const { fromSecond, toSecond } = window;
  return toSecond < fromSecond
    ? second >= fromSecond || second < toSecond
    : second >= fromSecond && second < toSecond;
}
