import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import type { Call } from "../pipeline/call.ts";

/** The slowest pace at which an answer is still believed to be on its way. */
const slowestTokenMs = 50;
/** What an answer without any limit is taken for. */
const openTokens = 32_768;
const longestTimerMs = 2 ** 31 - 1;

/**
 * Milliseconds that an upstream may take to its first byte; 0 does not limit. An answer that is not streamed
 * shows nothing before its last token, so what its tokens may take is added. When their number is open the
 * limit lies half-way to the total time: late enough for long answers, early enough to ask somebody else.
 */
export function firstByteMs(
  call: Pick<Call, "route" | "stream" | "shape" | "clampTokens">,
  { first_token_ms: limitMs, total_ms: totalMs }: Pool["timeouts"],
): number {
  const { operation } = call.route;
  const isWritten = operation !== "embeddings" && operation !== "rerank" && operation !== "moderations";
  if (call.stream || !isWritten || limitMs === 0) return limitMs;
  const asked = call.shape?.maxTokens ?? call.clampTokens;
  if (asked === undefined && totalMs > 0) return Math.max(limitMs, Math.ceil((limitMs + totalMs) / 2));
  return Math.min(limitMs + (asked ?? openTokens) * slowestTokenMs, longestTimerMs);
}
