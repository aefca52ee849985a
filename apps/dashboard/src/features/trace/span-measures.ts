import type { Span } from "../../trpc/types.ts";
import { spanTokens } from "./span-tokens.ts";

/** It used tokens that count, and nobody knows their price. */
export const isUnpriced = (span: Span) => span.billable && spanTokens(span) !== null && span.cost === null;

/** Output tokens for each second between the first token and the end; null when one of them is unknown. */
export function outputRate(
  span: Pick<Span, "outputTokens" | "durationMs" | "timeToFirstTokenMs">,
): number | null {
  const { outputTokens, durationMs, timeToFirstTokenMs } = span;
  if (outputTokens === null || durationMs === null || timeToFirstTokenMs === null) return null;
  const generationMs = durationMs - timeToFirstTokenMs;
  return generationMs > 0 ? outputTokens / (generationMs / 1_000) : null;
}
