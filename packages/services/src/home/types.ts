import type { BucketStep } from "./time-buckets.ts";

export interface HomeInput {
  projectId: string;
  /** Milliseconds since the epoch, half-open. */
  fromMs: number;
  toMs: number;
  /** IANA name; days and hours begin by its clock. */
  zone: string;
  /** "previous" is the equally long window before; its points stand where the current ones do. */
  period?: "current" | "previous";
  environments?: string[];
  models?: string[];
}

/** Calls to a model (spans of kind GENERATION or EMBEDDING), or whole traces. */
export type HomeUnit = "calls" | "traces";

export interface Buckets {
  /** Of the current period, also where the points are of the previous one. */
  startsMs: number[];
  fromMs: number;
  toMs: number;
  step: BucketStep;
}

/** One point for each bucket, in order, and the same over the whole window. */
export interface HomeSeries<Point> {
  buckets: Buckets;
  points: Point[];
  whole: Point;
}

/** Null is not known: nothing happened, or nothing said. Counts are zero then. */
export interface TimingsPoint {
  total: number;
  errors: number;
  /** Failed ÷ all, 0 to 1. */
  errorRate: number | null;
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  latencyP99Ms: number | null;
  firstTokenP50Ms: number | null;
  firstTokenP95Ms: number | null;
  firstTokenP99Ms: number | null;
  /** Output tokens ÷ seconds between the first token and the end. */
  tokensPerSecondP5: number | null;
  tokensPerSecondP50: number | null;
  tokensPerSecondP95: number | null;
}

export interface UsagePoint {
  calls: number;
  inputTokens: number | null;
  outputTokens: number | null;
  /** A part of the input. */
  cachedTokens: number | null;
  /** A part of the output. */
  reasoningTokens: number | null;
  /** Tokens read from a cache ÷ input tokens, of the calls that say how much they read from one. */
  cacheHitRate: number | null;
  /** Of these calls, the share that read anything from a cache. */
  cacheReadShare: number | null;
  cacheReports: number;
  /** USD, exact. */
  cost: string | null;
  /** USD ÷ calls, rounded to 12 places. */
  costPerCall: string | null;
  /** Billable calls with tokens and no price: the cost leaves them out. */
  unpricedCalls: number;
}

/** The largest entities by name with one value for each bucket; null where it has none. */
export interface HomeBreakdown<Value> {
  buckets: Buckets;
  series: { name: string; values: (Value | null)[]; total: Value | null }[];
  /** How many there are, of which `series` shows the first. */
  entities: number;
}
