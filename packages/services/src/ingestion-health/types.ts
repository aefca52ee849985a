import type { HomeBuckets } from "../home/index.ts";

/** Events per second, one value for each bucket. */
export interface RateSeries {
  /** The protocol: "otlp", "langfuse", "api". */
  source: string;
  perSecond: number[];
  total: number;
}

export interface RejectReason {
  /** Stable and countable, e.g. "span.missing_id". */
  code: string;
  stage: string;
  sources: string[];
  /** The latest one in words. */
  reason: string;
  events: number;
  lastAt: string;
}

export interface Sender {
  /** null: it does not say. */
  service: string | null;
  scope: string | null;
  source: string;
  spans: number;
  /** Billable spans with usage and no price. */
  unpriced: number;
  lastSeenAt: string;
}

export interface IngestionHealth {
  buckets: HomeBuckets;
  /** Stored spans by when they arrived. */
  accepted: RateSeries[];
  rejected: RateSeries[];
  /** The most frequent reasons, at most a hundred. */
  reasons: RejectReason[];
  /** Those with the most spans, at most a hundred of `senderCount`. */
  senders: Sender[];
  senderCount: number;
  unpriced: number;
  /** When the newest span arrived that can be read; null when there was none in a month. */
  newestAt: string | null;
}
