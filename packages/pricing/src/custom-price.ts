import { PlumblineError } from "@plumbline/contracts/errors";
import { compilePattern } from "./model-pattern.ts";
import { decimalToPico, fitsCostColumn } from "./money.ts";
import { type PriceBook, type PriceQuery, providerIdOf } from "./price-book.ts";
import type { RateCard } from "./rate-card.ts";

/** Per million tokens, except `request`, which is per call. Kinds left out fall back as for public prices. */
export const customPriceKinds = [
  "input",
  "output",
  "cacheRead",
  "cacheWrite5m",
  "cacheWrite1h",
  "reasoning",
  "inputAudio",
  "outputAudio",
  "request",
] as const;
export type CustomPriceKind = (typeof customPriceKinds)[number];

/** A price that a project set for itself; it goes before every public one. */
export interface CustomPrice {
  id: string;
  projectId: string;
  /** Compared without regard to case; a trailing * matches any ending. */
  modelPattern: string;
  /** The pattern is a regular expression in RE2's syntax, found anywhere in the name. */
  isRegex?: boolean;
  /** null: whoever sells it. */
  provider: string | null;
  /** USD as plain decimals. Without `input` calls that match have no price at all, the public one neither. */
  prices: CustomAmounts;
  /** What holds for larger calls, in any order. */
  tiers?: readonly CustomPriceTier[];
  validFromUs: number;
}

export type CustomAmounts = Partial<Record<CustomPriceKind, string>>;

export interface CustomPriceTier {
  /** Cached tokens included. */
  aboveInputTokens: number;
  prices: CustomAmounts;
}

const tokensPerMillion = 1_000_000n;

/**
 * The rate card of a custom price. Throws `invalid_request` for an amount that is negative, too large, or
 * not whole pico-dollars per token (six decimals per million tokens): what cannot be exact is refused.
 */
export function buildCustomCard({ id, prices }: Pick<CustomPrice, "id" | "prices">): RateCard {
  if (prices.input === undefined) throw wrongAmount("input", "is missing");
  const rate = (kind: Exclude<CustomPriceKind, "request">) => {
    const amount = prices[kind];
    return amount === undefined ? undefined : picoPerToken(kind, amount);
  };
  const optional = {
    output: rate("output"),
    cacheRead: rate("cacheRead"),
    cacheWrite5m: rate("cacheWrite5m"),
    cacheWrite1h: rate("cacheWrite1h"),
    reasoning: rate("reasoning"),
    inputAudio: rate("inputAudio"),
    outputAudio: rate("outputAudio"),
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    id: `custom/${id}`,
    picoUsdPerToken: { input: picoPerToken("input", prices.input), ...present },
    picoUsdPerRequest: prices.request === undefined ? 0n : picoOf("request", prices.request),
  };
}

function picoPerToken(kind: CustomPriceKind, usdPerMillion: string): bigint {
  const pico = picoOf(kind, usdPerMillion);
  if (pico % tokensPerMillion !== 0n) throw wrongAmount(kind, "has more than six decimals");
  return pico / tokensPerMillion;
}

const plainDecimal = /^\d{1,7}(?:\.\d{1,12})?$/;

function picoOf(kind: CustomPriceKind, amount: string): bigint {
  if (!plainDecimal.test(amount)) throw wrongAmount(kind, "is not a plain decimal like 2.50");
  const pico = decimalToPico(amount);
  if (!fitsCostColumn(pico)) throw wrongAmount(kind, "is too large");
  return pico;
}

function wrongAmount(kind: CustomPriceKind, problem: string): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: `The price of "${kind}" ${problem}.`,
    details: { field: kind },
  });
}

interface ListedPrice extends Pick<CustomPrice, "id" | "provider" | "validFromUs"> {
  isSoldBy(seller: string): boolean;
  /** `name` as it was sent, and in lower case. */
  matches(name: string, lowerCase: string): boolean;
  /** Exact names before patterns, long patterns before short ones, regular expressions last. */
  specificity: number;
  /** The base first, then by growing calls; empty when the price says nothing of tokens. */
  cards: ReadonlyArray<{ aboveInputTokens: number; card: RateCard }>;
}

export interface ProjectPriceBook extends PriceBook {
  /** The id of the project's own price that a call falls under, whether or not it says what the call costs. */
  matchCustom(query: PriceQuery): string | null;
}

/** `book` with prices of projects before it. A price that cannot be read is left out rather than guessed. */
export function withCustomPrices(book: PriceBook, prices: readonly CustomPrice[]): ProjectPriceBook {
  const byProject = new Map<string, ListedPrice[]>();
  for (const price of prices) {
    const listed = list(price);
    if (listed === null) continue;
    const ofProject = byProject.get(price.projectId) ?? [];
    byProject.set(price.projectId, ofProject);
    ofProject.push(listed);
  }
  for (const ofProject of byProject.values()) ofProject.sort(byPrecedence);
  const resolveOwn = (query: PriceQuery): RateCard | null | undefined => {
    const own = findCustom(byProject, query);
    return own === undefined ? undefined : cardFor(own, query.inputTokens ?? 0);
  };
  return {
    resolve: (query) => {
      const own = resolveOwn(query);
      return own === undefined ? book.resolve(query) : own;
    },
    resolveOwn,
    matchCustom: (query) => findCustom(byProject, query)?.id ?? null,
  };
}

function cardFor({ cards }: ListedPrice, inputTokens: number): RateCard | null {
  return cards.findLast(({ aboveInputTokens }) => inputTokens > aboveInputTokens)?.card ?? null;
}

/** Every card of a price, the one of the smallest calls first; none when it says nothing of tokens. */
export function listCustomCards(price: Pick<CustomPrice, "id" | "prices" | "tiers">): RateCard[] {
  return buildCards(price).map(({ card }) => card);
}

function buildCards({ id, prices, tiers = [] }: Pick<CustomPrice, "id" | "prices" | "tiers">) {
  if (prices.input === undefined) return [];
  const base = { aboveInputTokens: -1, card: buildCustomCard({ id, prices }) };
  const others = tiers
    .toSorted((left, right) => left.aboveInputTokens - right.aboveInputTokens)
    .map(({ aboveInputTokens, prices: ofTier }) => ({
      aboveInputTokens,
      card: buildCustomCard({ id: `${id}/above-${aboveInputTokens}`, prices: ofTier }),
    }));
  return [base, ...others];
}

const exactBonus = 1_000;

function list(price: CustomPrice): ListedPrice | null {
  const { id, validFromUs } = price;
  const pattern = price.modelPattern.toLowerCase();
  const isPrefix = pattern.endsWith("*");
  const literal = isPrefix ? pattern.slice(0, -1) : pattern;
  try {
    const { provider } = price;
    const shared = { id, provider, validFromUs, cards: buildCards(price), isSoldBy: sellerTest(provider) };
    if (price.isRegex) return { ...shared, matches: compilePattern(price.modelPattern), specificity: -1 };
    return {
      ...shared,
      matches: (_name, model) => (isPrefix ? model.startsWith(literal) : model === literal),
      specificity: literal.length + (isPrefix ? 0 : exactBonus),
    };
  } catch {
    return null;
  }
}

/** Clients spell one provider in several ways: aws.bedrock, bedrock. */
function sellerTest(provider: string | null): ListedPrice["isSoldBy"] {
  if (provider === null) return () => true;
  const wanted = provider.toLowerCase();
  const id = providerIdOf(wanted);
  if (id === null || id === "any") return (seller) => seller === wanted;
  return (seller) => seller === wanted || providerIdOf(seller) === id;
}

/** A named provider before any, the more specific name first, the younger price first; ids are in time. */
function byPrecedence(left: ListedPrice, right: ListedPrice): number {
  return (
    Number(right.provider !== null) - Number(left.provider !== null) ||
    right.specificity - left.specificity ||
    right.validFromUs - left.validFromUs ||
    (right.id > left.id ? 1 : -1)
  );
}

function findCustom(
  byProject: ReadonlyMap<string, readonly ListedPrice[]>,
  { projectId, provider, model, atUs }: PriceQuery,
): ListedPrice | undefined {
  const listed = projectId === undefined ? undefined : byProject.get(projectId);
  if (listed === undefined) return undefined;
  const lowerCase = model.toLowerCase();
  const seller = provider?.toLowerCase() ?? "";
  return listed.find(
    (price) => price.validFromUs <= atUs && price.matches(model, lowerCase) && price.isSoldBy(seller),
  );
}
