/** Which convention a key belongs to. */
type Generation =
  | "otel"
  | "otel-genai"
  /** Up to semantic conventions 1.36, still on the wire. */
  | "otel-genai-old"
  | "langfuse"
  | "openinference"
  | "traceloop"
  | "ai-sdk"
  | "plumbline";

/** What a key means to us. Several keys may feed one target: see the table's order. */
export type Target =
  | "langfuseType"
  | "openinferenceKind"
  | "operationName"
  | "aiOperationId"
  | "traceloopKind"
  | "toolName"
  | "mcpMethod"
  | "level"
  | "statusMessage"
  | "errorType"
  | "environment"
  | "release"
  | "version"
  | "serviceName"
  | "traceName"
  | "userId"
  | "sessionId"
  | "feature"
  | "tags"
  | "public"
  | "provider"
  | "modelRequested"
  | "modelUsed"
  | "modelParameters"
  | "modelParameter"
  | "promptName"
  | "promptVersion"
  | "promptLink"
  | "responseId"
  | "finishReasons"
  | "usageDetails"
  | "usageInput"
  | "usageOutput"
  | "usageTotal"
  | "usageCacheRead"
  | "usageCacheWrite"
  | "usageReasoning"
  | "usageInputAudio"
  | "usageOutputAudio"
  | "costDetails"
  | "costTotal"
  | "firstToken"
  | "input"
  | "output"
  | "traceInput"
  | "traceOutput"
  | "systemInstructions"
  | "toolDefinitions"
  | "metadata"
  | "metadataEntry"
  | "traceMetadata"
  | "traceMetadataEntry"
  | "dropped";

/** How a value is written: "after-…" counts from the span's start. Text needs no unit. */
type Unit = "json" | "iso" | "after-s" | "after-ms" | "usd" | "tokens";

export interface ConventionRow {
  /** Exact key, or a pattern with one star, which stands for the entry's name. */
  readonly key: string;
  readonly generation: Generation;
  readonly target: Target;
  readonly unit?: Unit;
  /** For usage: whether the counts of this key contain the cached and reasoning tokens. */
  readonly counts?: "inclusive" | "exclusive" | "unknown";
  /** Also kept among the attributes, because the target says less than the value did. */
  readonly keep?: true;
}
