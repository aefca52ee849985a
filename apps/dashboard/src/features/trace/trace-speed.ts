import type { Span } from "../../trpc/types.ts";

export interface TraceSpeed {
  /** Of the first generation that told when its first token came. */
  timeToFirstTokenMs: number | null;
  /** Output tokens ÷ (end − first token), over all generations of which both are known. */
  outputTokensPerSecond: number | null;
}

/** How fast the models of a trace answered. Spans are in order of their start. */
export function traceSpeed(spans: readonly Span[]): TraceSpeed {
  let timeToFirstTokenMs: number | null = null;
  let tokens = 0;
  let writingMs = 0;
  for (const { kind, timeToFirstTokenMs: firstMs, durationMs, outputTokens } of spans) {
    if (kind !== "GENERATION" || firstMs === null) continue;
    timeToFirstTokenMs ??= firstMs;
    if (durationMs === null || outputTokens === null || durationMs <= firstMs) continue;
    tokens += outputTokens;
    writingMs += durationMs - firstMs;
  }
  return {
    timeToFirstTokenMs,
    outputTokensPerSecond: writingMs > 0 ? tokens / (writingMs / 1_000) : null,
  };
}
