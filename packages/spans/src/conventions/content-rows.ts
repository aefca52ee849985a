import type { ConventionRow } from "./row.ts";

/** What went in and came out, and what people attached to it. Order within a target is precedence. */
export const contentRows: readonly ConventionRow[] = [
  { key: "langfuse.observation.input", generation: "langfuse", target: "input" },
  { key: "gen_ai.input.messages", generation: "otel-genai", target: "input" },
  { key: "input.value", generation: "openinference", target: "input" },
  { key: "ai.prompt.messages", generation: "ai-sdk", target: "input" },
  { key: "ai.prompt", generation: "ai-sdk", target: "input" },
  { key: "ai.toolCall.args", generation: "ai-sdk", target: "input" },
  { key: "gen_ai.tool.call.arguments", generation: "otel-genai", target: "input" },
  { key: "gen_ai.retrieval.query.text", generation: "otel-genai", target: "input" },
  { key: "gen_ai.prompt", generation: "otel-genai-old", target: "input" },
  { key: "traceloop.entity.input", generation: "traceloop", target: "input" },

  { key: "langfuse.observation.output", generation: "langfuse", target: "output" },
  { key: "gen_ai.output.messages", generation: "otel-genai", target: "output" },
  { key: "output.value", generation: "openinference", target: "output" },
  { key: "ai.response.text", generation: "ai-sdk", target: "output" },
  { key: "ai.response.toolCalls", generation: "ai-sdk", target: "output" },
  { key: "ai.response.object", generation: "ai-sdk", target: "output" },
  { key: "ai.toolCall.result", generation: "ai-sdk", target: "output" },
  { key: "gen_ai.tool.call.result", generation: "otel-genai", target: "output" },
  { key: "gen_ai.retrieval.documents", generation: "otel-genai", target: "output" },
  { key: "gen_ai.completion", generation: "otel-genai-old", target: "output" },
  { key: "traceloop.entity.output", generation: "traceloop", target: "output" },

  { key: "langfuse.trace.input", generation: "langfuse", target: "traceInput" },
  { key: "langfuse.trace.output", generation: "langfuse", target: "traceOutput" },
  { key: "gen_ai.system_instructions", generation: "otel-genai", target: "systemInstructions" },
  { key: "gen_ai.tool.definitions", generation: "otel-genai", target: "toolDefinitions" },
  { key: "ai.prompt.tools", generation: "ai-sdk", target: "toolDefinitions" },

  { key: "langfuse.observation.metadata", generation: "langfuse", target: "metadata", unit: "json" },
  { key: "langfuse.observation.metadata.*", generation: "langfuse", target: "metadataEntry" },
  { key: "langfuse.trace.metadata", generation: "langfuse", target: "traceMetadata", unit: "json" },
  { key: "langfuse.trace.metadata.*", generation: "langfuse", target: "traceMetadataEntry" },
  { key: "ai.telemetry.metadata.*", generation: "ai-sdk", target: "metadataEntry" },
  { key: "traceloop.association.properties.*", generation: "traceloop", target: "metadataEntry" },

  // Vectors are large, and nobody reads them; the text they came from is kept.
  { key: "embedding.vector", generation: "openinference", target: "dropped" },
  { key: "embedding.embeddings.*.embedding.vector", generation: "openinference", target: "dropped" },
];
