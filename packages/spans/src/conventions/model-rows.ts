import { type ConventionRow, rowsOf } from "./row.ts";

const json = { unit: "json" } as const;

/** Which model answered, what it was asked for, which prompt led to it. Order within a target is precedence. */
export const modelRows: readonly ConventionRow[] = [
  ...rowsOf("otel-genai", "provider", ["gen_ai.provider.name"]),
  ...rowsOf("otel-genai-old", "provider", ["gen_ai.system"]),
  ...rowsOf("openinference", "provider", ["llm.provider", "llm.system"]),
  ...rowsOf("ai-sdk", "provider", ["ai.model.provider"]),
  ...rowsOf("langsmith", "provider", ["langsmith.metadata.ls_provider"]),
  ...rowsOf("mlflow", "provider", ["mlflow.llm.provider"], { unit: "quoted" }),
  ...rowsOf("traceloop", "provider", ["llm.vendor"]),

  ...rowsOf("otel-genai", "modelRequested", ["gen_ai.request.model"]),
  ...rowsOf("openinference", "modelRequested", ["llm.request.model_name"]),
  ...rowsOf("traceloop", "modelRequested", ["llm.request.model"]),
  ...rowsOf("ai-sdk", "modelRequested", ["ai.model.id"]),
  ...rowsOf("openinference", "modelRequested", ["embedding.model_name", "reranker.model_name"]),
  ...rowsOf("langsmith", "modelRequested", ["langsmith.metadata.ls_model_name"]),
  ...rowsOf("langfuse", "modelUsed", ["langfuse.observation.model.name"]),
  ...rowsOf("otel-genai", "modelUsed", ["gen_ai.response.model"]),
  ...rowsOf("ai-sdk", "modelUsed", ["ai.response.model"]),
  ...rowsOf("openinference", "modelUsed", ["llm.response.model_name", "llm.model_name"]),
  ...rowsOf("traceloop", "modelUsed", ["llm.response.model"]),
  ...rowsOf("mlflow", "modelUsed", ["mlflow.llm.model"], { unit: "quoted" }),

  ...rowsOf("langfuse", "modelParameters", ["langfuse.observation.model.parameters"], json),
  ...rowsOf("openinference", "modelParameters", ["llm.invocation_parameters"], json),
  ...rowsOf("pydantic-ai", "modelParameters", ["model_request_parameters"], json),
  ...rowsOf("otel-genai", "modelParameter", ["gen_ai.request.*"]),
  ...rowsOf("traceloop", "modelParameter", [
    "llm.frequency_penalty",
    "llm.presence_penalty",
    "llm.top_k",
    "llm.chat.stop_sequences",
    "llm.temperature",
  ]),

  ...rowsOf("langfuse", "promptName", ["langfuse.observation.prompt.name"]),
  ...rowsOf("otel-genai", "promptName", ["gen_ai.prompt.name"]),
  ...rowsOf("traceloop", "promptName", ["traceloop.prompt.key"]),
  ...rowsOf("openinference", "promptName", ["prompt.id"]),
  ...rowsOf("langfuse", "promptVersion", ["langfuse.observation.prompt.version"]),
  ...rowsOf("otel-genai", "promptVersion", ["gen_ai.prompt.version"]),
  ...rowsOf("traceloop", "promptVersion", ["traceloop.prompt.version"]),
  ...rowsOf("openinference", "promptVersion", ["llm.prompt_template.version"]),
  ...rowsOf("ai-sdk", "promptLink", ["ai.telemetry.metadata.langfusePrompt"], json),
  ...rowsOf("mlflow", "promptLink", ["mlflow.linkedPrompts"], json),

  ...rowsOf("otel-genai", "responseId", ["gen_ai.response.id"]),
  ...rowsOf("ai-sdk", "responseId", ["ai.response.id"]),
  ...rowsOf("traceloop", "responseId", ["llm.response.id"]),
  ...rowsOf("otel-genai", "finishReasons", ["gen_ai.response.finish_reasons"]),
  ...rowsOf("anthropic-sdk", "finishReasons", ["anthropic.message.stop_reason"]),
  ...rowsOf("ai-sdk", "finishReasons", ["ai.response.finishReason"]),
  ...rowsOf("openinference", "finishReasons", ["llm.finish_reason"]),
  ...rowsOf("traceloop", "finishReasons", ["llm.response.finish_reason", "llm.response.stop_reason"]),

  ...rowsOf("langfuse", "firstToken", ["langfuse.observation.completion_start_time"], { unit: "iso" }),
  ...rowsOf("otel-genai", "firstToken", ["gen_ai.response.time_to_first_chunk"], { unit: "after-s" }),
  ...rowsOf("ai-sdk", "firstToken", ["gen_ai.client.operation.time_to_first_chunk"], { unit: "after-s" }),
  ...rowsOf("ai-sdk", "firstToken", ["ai.response.msToFirstChunk"], { unit: "after-ms" }),
  ...rowsOf("mastra", "firstToken", ["mastra.completion_start_time"], { unit: "iso" }),
  ...rowsOf("openlit", "firstToken", ["gen_ai.server.time_to_first_token"], { unit: "after-s" }),
];
