import type { ConventionRow } from "./row.ts";

/** Which model answered, what it was asked for, which prompt led to it. Order within a target is precedence. */
export const modelRows: readonly ConventionRow[] = [
  { key: "gen_ai.provider.name", generation: "otel-genai", target: "provider" },
  { key: "gen_ai.system", generation: "otel-genai-old", target: "provider" },
  { key: "llm.provider", generation: "openinference", target: "provider" },
  { key: "llm.system", generation: "openinference", target: "provider" },
  { key: "ai.model.provider", generation: "ai-sdk", target: "provider" },

  { key: "gen_ai.request.model", generation: "otel-genai", target: "modelRequested" },
  { key: "ai.model.id", generation: "ai-sdk", target: "modelRequested" },
  { key: "embedding.model_name", generation: "openinference", target: "modelRequested" },
  { key: "langfuse.observation.model.name", generation: "langfuse", target: "modelUsed" },
  { key: "gen_ai.response.model", generation: "otel-genai", target: "modelUsed" },
  { key: "ai.response.model", generation: "ai-sdk", target: "modelUsed" },
  { key: "llm.model_name", generation: "openinference", target: "modelUsed" },

  {
    key: "langfuse.observation.model.parameters",
    generation: "langfuse",
    target: "modelParameters",
    unit: "json",
  },
  { key: "llm.invocation_parameters", generation: "openinference", target: "modelParameters", unit: "json" },
  { key: "gen_ai.request.*", generation: "otel-genai", target: "modelParameter" },

  { key: "langfuse.observation.prompt.name", generation: "langfuse", target: "promptName" },
  { key: "gen_ai.prompt.name", generation: "otel-genai", target: "promptName" },
  { key: "traceloop.prompt.key", generation: "traceloop", target: "promptName" },
  { key: "langfuse.observation.prompt.version", generation: "langfuse", target: "promptVersion" },
  { key: "traceloop.prompt.version", generation: "traceloop", target: "promptVersion" },
  { key: "ai.telemetry.metadata.langfusePrompt", generation: "ai-sdk", target: "promptLink", unit: "json" },

  { key: "gen_ai.response.id", generation: "otel-genai", target: "responseId" },
  { key: "ai.response.id", generation: "ai-sdk", target: "responseId" },
  { key: "gen_ai.response.finish_reasons", generation: "otel-genai", target: "finishReasons" },
  { key: "ai.response.finishReason", generation: "ai-sdk", target: "finishReasons" },
  { key: "llm.finish_reason", generation: "openinference", target: "finishReasons" },

  {
    key: "langfuse.observation.completion_start_time",
    generation: "langfuse",
    target: "firstToken",
    unit: "iso",
  },
  {
    key: "gen_ai.response.time_to_first_chunk",
    generation: "otel-genai",
    target: "firstToken",
    unit: "after-s",
  },
  {
    key: "gen_ai.client.operation.time_to_first_chunk",
    generation: "ai-sdk",
    target: "firstToken",
    unit: "after-s",
  },
  { key: "ai.response.msToFirstChunk", generation: "ai-sdk", target: "firstToken", unit: "after-ms" },
  {
    key: "gen_ai.server.time_to_first_token",
    generation: "otel-genai-old",
    target: "firstToken",
    unit: "after-s",
  },
];
