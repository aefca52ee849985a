import type { Span } from "../../trpc/types.ts";

/** All tokens of a span; an embedding has no output, so its input is the whole. Null is unknown. */
export function spanTokens({ kind, totalTokens, inputTokens, outputTokens }: Span): number | null {
  if (totalTokens !== null) return totalTokens;
  if (inputTokens !== null && outputTokens !== null) return inputTokens + outputTokens;
  return kind === "EMBEDDING" ? inputTokens : null;
}
