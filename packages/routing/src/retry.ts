import type { Pool } from "@plumbline/contracts/gateway-snapshot";

/**
 * Milliseconds before the attempt after the `failed`-th failure (1 for the first): first_delay × factor ^
 * (failed − 1), capped, times a jitter from 0.5 to 1. What the upstream asked for goes before it; null when
 * that is longer than we would ever wait, so that another replica is asked at once.
 */
export function retryDelayMs(
  retries: Pool["retries"],
  failed: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number | null {
  if (retryAfterMs !== undefined) return retryAfterMs > retries.max_delay_ms ? null : retryAfterMs;
  const grown = retries.first_delay_ms * retries.factor ** (failed - 1);
  return Math.min(grown, retries.max_delay_ms) * (0.5 + random() / 2);
}

/** `retry-after-ms`, else `retry-after` as seconds or a date; undefined when neither can be read. */
export function readRetryAfterMs(
  header: (name: string) => string | undefined,
  nowMs: number,
): number | undefined {
  const inMs = Number(header("retry-after-ms"));
  if (Number.isFinite(inMs) && inMs > 0) return inMs;
  const text = header("retry-after")?.trim();
  if (text === undefined || text === "") return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
