import type { TraceSpan } from "../trace/index.ts";

/** A span with its text and everything priced. Texts as they were sent; see SpanText. */
export interface ObservationRow extends Omit<TraceSpan, "offsetMs"> {
  traceId: string;
  version: string | null;
  release: string | null;
  completionStartTime: string | null;
  /** JSON object text. */
  modelParameters: string | null;
  input: string | null;
  output: string | null;
  metadata: Record<string, string>;
  usageDetails: Record<string, number>;
  /** gateway, provider, client or ours. */
  usageSource: string | null;
  /** The provider's word for how the call was served. */
  serviceTier: string | null;
  /** Part of input and output tokens. */
  inputAudioTokens: number | null;
  outputAudioTokens: number | null;
  inputCost: string | null;
  outputCost: string | null;
  costDetails: Record<string, string>;
  receivedAt: string;
}
