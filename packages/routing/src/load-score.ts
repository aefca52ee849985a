import type { ReplicaView } from "./router-view.ts";
import { queuedTokens } from "./work-ahead.ts";

/** Until a replica's own rate is known. */
const assumedTokensPerSecond = 1_000;
/** Seconds that a half-full KV cache is worth: it grows as k / (1 − k), since a full one preempts. */
const cacheSeconds = 0.2;

/**
 * Seconds until a new call would be answered: tokens under way and queued by others, over the rate, plus
 * the pressure on the KV cache. A replica that warms up seems as much busier as its share is smaller.
 */
export function loadScore(own: { tokens: number; calls: number }, view: ReplicaView): number {
  const cacheUse = Math.min(view.load?.kvCacheUse ?? 0, 0.99);
  const seconds =
    queuedTokens(own, view) / (view.tokensPerSecond ?? assumedTokensPerSecond) +
    cacheSeconds * (cacheUse / (1 - cacheUse));
  return (seconds + 0.001) / Math.max(view.share, 0.01);
}
