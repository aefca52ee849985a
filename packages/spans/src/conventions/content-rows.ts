import { type ConventionRow, rowsOf } from "./row.ts";

const list = { unit: "list" } as const;
const event = { unit: "event" } as const;
const json = { unit: "json" } as const;

const mastraSpans = [
  "agent_run",
  "model_generation",
  "model_step",
  "model_inference",
  "model_chunk",
  "tool_call",
  "mcp_tool_call",
  "workflow_run",
  "workflow_step",
  "processor_run",
  "generic",
];

function ofMastra(end: "input" | "output"): string[] {
  return mastraSpans.map((span) => `mastra.${span}.${end}`);
}

/** What went in and came out, and what people attached to it. Order within a target is precedence. */
export const contentRows: readonly ConventionRow[] = [
  ...rowsOf("langfuse", "input", ["langfuse.observation.input"]),
  // Its standard attributes leave out the messages that went in and the calls of tools that came out.
  ...rowsOf("mastra", "input", ofMastra("input")),
  ...rowsOf("otel-genai", "input", ["gen_ai.input.messages"]),
  ...rowsOf("openinference", "input", ["llm.input_messages.*", "llm.prompts.*"], list),
  ...rowsOf("openinference", "input", ["input.value"]),
  ...rowsOf("openinference", "input", ["embedding.embeddings.*", "reranker.input_documents.*"], list),
  ...rowsOf("ai-sdk", "input", [
    "ai.prompt.messages",
    "ai.prompt",
    "ai.values",
    "ai.value",
    "ai.toolCall.args",
    "ai.toolCall.input",
  ]),
  ...rowsOf("otel-genai", "input", ["gen_ai.tool.call.arguments", "gen_ai.retrieval.query.text"]),
  ...rowsOf("otel-genai-old", "input", ["gen_ai.prompt"]),
  ...rowsOf("otel-genai-old", "input", ["gen_ai.prompt.*"], list),
  ...rowsOf("traceloop", "input", ["traceloop.entity.input"]),
  ...rowsOf("mlflow", "input", ["mlflow.spanInputs"]),
  ...rowsOf("lmnr", "input", ["lmnr.span.input"]),
  ...rowsOf("openlit", "input", [
    "gen_ai.tool.args",
    "gen_ai.tool.input",
    "gen_ai.workflow.input",
    "gen_ai.retrieval.query",
  ]),
  ...rowsOf("pydantic-ai", "input", ["tool_arguments"]),
  ...rowsOf("genkit", "input", ["genkit:input"]),
  // Its tools carry an empty request and answer of a model beside their own.
  ...rowsOf("google-adk", "input", ["gcp.vertex.agent.tool_call_args", "gcp.vertex.agent.llm_request"]),
  ...rowsOf("langwatch", "input", ["langwatch.input"]),
  ...rowsOf("sentry", "input", ["gen_ai.request.messages", "gen_ai.embeddings.input"]),
  ...rowsOf(
    "otel-genai-old",
    "input",
    ["gen_ai.system.message", "gen_ai.user.message", "gen_ai.assistant.message", "gen_ai.tool.message"],
    event,
  ),
  ...rowsOf("otel-genai", "input", ["gen_ai.client.inference.operation.details"], event),

  ...rowsOf("langfuse", "output", ["langfuse.observation.output"]),
  ...rowsOf("mastra", "output", ofMastra("output")),
  ...rowsOf("otel-genai", "output", ["gen_ai.output.messages"]),
  ...rowsOf("openinference", "output", ["llm.output_messages.*", "llm.choices.*"], list),
  ...rowsOf("openinference", "output", ["output.value"]),
  ...rowsOf("openinference", "output", ["retrieval.documents.*", "reranker.output_documents.*"], list),
  ...rowsOf("ai-sdk", "output", [
    "ai.response.text",
    "ai.result.text",
    "ai.response.object",
    "ai.result.object",
    "ai.toolCall.result",
    "ai.toolCall.output",
  ]),
  ...rowsOf("ai-sdk", "outputToolCalls", ["ai.response.toolCalls", "ai.result.toolCalls"]),
  ...rowsOf("sentry", "outputToolCalls", ["gen_ai.response.tool_calls"]),
  ...rowsOf("ai-sdk", "outputReasoning", ["ai.response.reasoning"]),
  ...rowsOf("otel-genai", "output", ["gen_ai.tool.call.result", "gen_ai.retrieval.documents"]),
  ...rowsOf("otel-genai-old", "output", ["gen_ai.completion"]),
  ...rowsOf("otel-genai-old", "output", ["gen_ai.completion.*"], list),
  ...rowsOf("traceloop", "output", ["traceloop.entity.output"]),
  ...rowsOf("mlflow", "output", ["mlflow.spanOutputs"]),
  ...rowsOf("lmnr", "output", ["lmnr.span.output"]),
  ...rowsOf("openlit", "output", ["gen_ai.tool.output", "gen_ai.workflow.output"]),
  ...rowsOf("pydantic-ai", "output", ["final_result", "tool_response"]),
  ...rowsOf("genkit", "output", ["genkit:output"]),
  ...rowsOf("google-adk", "output", ["gcp.vertex.agent.tool_response", "gcp.vertex.agent.llm_response"]),
  ...rowsOf("langwatch", "output", ["langwatch.output", "langwatch.contexts"]),
  ...rowsOf("sentry", "output", ["gen_ai.response.text"]),
  ...rowsOf("otel-genai-old", "output", ["gen_ai.choice"], event),

  ...rowsOf("langfuse", "traceInput", ["langfuse.trace.input"]),
  ...rowsOf("langfuse", "traceOutput", ["langfuse.trace.output"]),
  ...rowsOf("mlflow", "traceInput", ["mlflow.traceInputs"]),
  ...rowsOf("mlflow", "traceOutput", ["mlflow.traceOutputs"]),
  ...rowsOf("otel-genai", "systemInstructions", ["gen_ai.system_instructions"]),
  ...rowsOf("strands", "systemInstructions", ["system_prompt"], { unit: "quoted" }),
  ...rowsOf("otel-genai", "toolDefinitions", ["gen_ai.tool.definitions"]),
  ...rowsOf("sentry", "toolDefinitions", ["gen_ai.request.available_tools"]),
  ...rowsOf("openinference", "toolDefinitions", ["llm.tools.*"], list),
  ...rowsOf("traceloop", "toolDefinitions", ["llm.request.functions.*"], list),
  ...rowsOf("ai-sdk", "toolDefinitions", ["ai.prompt.tools"]),
  ...rowsOf("mlflow", "toolDefinitions", ["mlflow.chat.tools"]),

  ...rowsOf("langfuse", "metadata", ["langfuse.observation.metadata"], json),
  ...rowsOf("openinference", "metadata", ["metadata"], json),
  ...rowsOf("langfuse", "metadataEntry", ["langfuse.observation.metadata.*"]),
  ...rowsOf("langfuse", "traceMetadata", ["langfuse.trace.metadata"], json),
  ...rowsOf("langfuse", "traceMetadataEntry", ["langfuse.trace.metadata.*"]),
  ...rowsOf("ai-sdk", "metadataEntry", ["ai.telemetry.metadata.*"]),
  ...rowsOf("traceloop", "metadataEntry", ["traceloop.association.properties.*"]),
  ...rowsOf("lmnr", "metadataEntry", ["lmnr.association.properties.metadata.*"]),
  ...rowsOf("langsmith", "metadataEntry", ["langsmith.metadata.*"]),
  ...rowsOf("mastra", "metadataEntry", ["mastra.metadata.*"]),
  // What the provider answered, whole and with its headers: nothing that somebody would look for by its key.
  ...rowsOf("mastra", "attribute", ["mastra.metadata.headers", "mastra.metadata.body"]),
  ...rowsOf("genkit", "metadataEntry", ["genkit:metadata:context:*"]),

  // Vectors are large, and nobody reads them; the text they came from is kept.
  ...rowsOf("openinference", "dropped", ["embedding.vector", "embedding.embeddings.*.embedding.vector"]),
  ...rowsOf("ai-sdk", "dropped", ["ai.embedding", "ai.embeddings"]),
];
