/** Which convention a key belongs to. */
export type Generation =
  | "otel"
  | "otel-genai"
  /** Up to semantic conventions 1.36, still on the wire. */
  | "otel-genai-old"
  | "langfuse"
  | "openinference"
  | "traceloop"
  | "ai-sdk"
  | "langsmith"
  | "openlit"
  | "mlflow"
  | "lmnr"
  | "logfire"
  | "genkit"
  | "google-adk"
  | "pydantic-ai"
  | "mastra"
  | "langwatch"
  | "sentry"
  | "strands"
  | "anthropic-sdk"
  | "plumbline";

/** What a key means to us. Several keys may feed one target: see the table's order. */
export type Target =
  | "langfuseType"
  | "openinferenceKind"
  | "langsmithKind"
  | "operationName"
  | "aiOperationId"
  | "traceloopKind"
  | "requestType"
  | "mlflowType"
  | "genkitType"
  | "genkitName"
  | "messageFormat"
  | "langwatchType"
  | "lmnrType"
  | "toolName"
  | "mcpMethod"
  | "agentRun"
  | "pendingSpan"
  | "level"
  | "levelNumber"
  | "statusMessage"
  | "errorType"
  | "httpStatus"
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
  | "usageInputDetails"
  | "usageOutputDetails"
  | "usageInput"
  | "usageOutput"
  | "usageTotal"
  | "usageCacheRead"
  | "usageCacheWrite"
  | "usageCacheWrite5m"
  | "usageCacheWrite1h"
  | "usageReasoning"
  | "usageInputAudio"
  | "usageOutputAudio"
  | "providerMetadata"
  | "costDetails"
  | "costTotal"
  | "firstToken"
  | "input"
  | "output"
  | "outputToolCalls"
  | "outputReasoning"
  | "traceInput"
  | "traceOutput"
  | "systemInstructions"
  | "toolDefinitions"
  | "metadata"
  | "metadataEntry"
  | "traceMetadata"
  | "traceMetadataEntry"
  | "attribute"
  | "dropped";

/**
 * How a value is written: "after-…" counts from the span's start; "list" spreads one value over many keys
 * with an index; "event" is an event or log record of that name, whose body is the value; "quoted" is a text
 * written as JSON. Text needs no unit.
 */
export type Unit =
  | "json"
  | "quoted"
  | "list"
  | "event"
  | "iso"
  | "after-s"
  | "after-ms"
  | "usd"
  | "tokens"
  | "comma-list";

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

/** Rows of one target and generation, in the order of their precedence. */
export function rowsOf(
  generation: Generation,
  target: Target,
  keys: readonly string[],
  more: Pick<ConventionRow, "unit" | "counts" | "keep"> = {},
): ConventionRow[] {
  return keys.map((key) => ({ key, generation, target, ...more }));
}
