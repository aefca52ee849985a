import type { SpanFields, UsageSource } from "@plumbline/contracts/events";

/**
 * Instrumentations that count the tokens of a stream themselves, and say nothing that would tell these
 * counts from the provider's: Traceloop's, whose Python scopes are named as below.
 */
const estimating = /^(?:@traceloop\/|opentelemetry\.instrumentation\.openai(?:\.v\d+)?$)/;

export function mayEstimate(scopeName: string): boolean {
  return estimating.test(scopeName);
}

/**
 * Of counts in a map that the sender wrote: the shapes of OpenAI's APIs are the provider's own answer;
 * any other map says nothing about who counted.
 */
export function sourceOfMap({ usageConvention }: Pick<SpanFields, "usageConvention">): UsageSource {
  return usageConvention === "inclusive" ? "provider" : "client";
}
