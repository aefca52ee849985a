import { type ConventionRow, rowsOf } from "./row.ts";

const keep = { keep: true } as const;

/** Whose span it is, of what kind, and how it ended. Order within a target is precedence. */
export const identityRows: readonly ConventionRow[] = [
  ...rowsOf("langfuse", "langfuseType", ["langfuse.observation.type"]),
  ...rowsOf("openinference", "openinferenceKind", ["openinference.span.kind"], keep),
  // Before the operation's name: its exporter calls prompts "chat" and retrievers "embeddings".
  ...rowsOf("langsmith", "langsmithKind", ["langsmith.span.kind"], keep),
  ...rowsOf("otel-genai", "operationName", ["gen_ai.operation.name"], keep),
  ...rowsOf("ai-sdk", "aiOperationId", ["ai.operationId"], keep),
  ...rowsOf("traceloop", "traceloopKind", ["traceloop.span.kind"], keep),
  ...rowsOf("traceloop", "requestType", ["llm.request.type"], keep),
  ...rowsOf("mlflow", "mlflowType", ["mlflow.spanType"], { unit: "quoted", keep: true }),
  ...rowsOf("genkit", "genkitType", ["genkit:metadata:subtype", "genkit:type"], keep),
  ...rowsOf("lmnr", "lmnrType", ["lmnr.span.type"], keep),
  ...rowsOf("otel-genai", "toolName", ["gen_ai.tool.name"], keep),
  ...rowsOf("openinference", "toolName", ["tool.name"], keep),
  ...rowsOf("ai-sdk", "toolName", ["ai.toolCall.name"], keep),
  ...rowsOf("otel-genai", "mcpMethod", ["mcp.method.name"], keep),
  ...rowsOf("pydantic-ai", "agentRun", ["pydantic_ai.all_messages", "all_messages_events"], keep),
  ...rowsOf("logfire", "pendingSpan", ["logfire.pending_parent_id"]),

  ...rowsOf("langfuse", "level", ["langfuse.observation.level"]),
  ...rowsOf("logfire", "levelNumber", ["logfire.level_num"], keep),
  ...rowsOf("langfuse", "statusMessage", ["langfuse.observation.status_message"]),
  ...rowsOf("otel", "errorType", ["error.type"], keep),

  ...rowsOf("langfuse", "environment", ["langfuse.environment"]),
  ...rowsOf("otel", "environment", ["deployment.environment.name", "deployment.environment"]),
  ...rowsOf("langfuse", "release", ["langfuse.release"]),
  ...rowsOf("otel", "release", ["service.version"]),
  ...rowsOf("langfuse", "version", ["langfuse.version"]),
  ...rowsOf("otel", "serviceName", ["service.name"]),
  ...rowsOf("plumbline", "feature", ["plumbline.feature"]),

  ...rowsOf("otel", "sessionId", ["session.id"]),
  ...rowsOf("langfuse", "sessionId", ["langfuse.session.id"]),
  ...rowsOf("otel-genai", "sessionId", ["gen_ai.conversation.id"]),
  ...rowsOf("traceloop", "sessionId", ["traceloop.association.properties.session_id"]),
  ...rowsOf("lmnr", "sessionId", ["lmnr.association.properties.session_id"]),
  ...rowsOf("langsmith", "sessionId", [
    "langsmith.metadata.session_id",
    "langsmith.metadata.thread_id",
    "langsmith.metadata.conversation_id",
  ]),
  ...rowsOf("ai-sdk", "sessionId", [
    "ai.telemetry.metadata.sessionId",
    "ai.telemetry.metadata.session_id",
    "ai.settings.context.sessionId",
  ]),
  ...rowsOf("mlflow", "sessionId", ["mlflow.trace.session"], { unit: "quoted" }),
  ...rowsOf("genkit", "sessionId", ["genkit:sessionId"]),
  ...rowsOf("google-adk", "sessionId", ["gcp.vertex.agent.session_id"]),

  ...rowsOf("otel", "userId", ["user.id"]),
  ...rowsOf("langfuse", "userId", ["langfuse.user.id"]),
  ...rowsOf("traceloop", "userId", ["traceloop.association.properties.user_id"]),
  ...rowsOf("lmnr", "userId", ["lmnr.association.properties.user_id"]),
  ...rowsOf("langsmith", "userId", ["langsmith.metadata.user_id"]),
  ...rowsOf("ai-sdk", "userId", [
    "ai.telemetry.metadata.userId",
    "ai.telemetry.metadata.user_id",
    "ai.settings.context.userId",
  ]),
  ...rowsOf("mlflow", "userId", ["mlflow.trace.user"], { unit: "quoted" }),
  ...rowsOf("otel-genai-old", "userId", ["gen_ai.user", "gen_ai.user.id", "gen_ai.request.user", "llm.user"]),

  ...rowsOf("langfuse", "traceName", ["langfuse.trace.name"]),
  ...rowsOf("traceloop", "traceName", ["traceloop.workflow.name"], keep),
  ...rowsOf("langfuse", "public", ["langfuse.trace.public"]),
  ...rowsOf("langfuse", "tags", ["langfuse.trace.tags"]),
  ...rowsOf("openinference", "tags", ["tag.tags"]),
  ...rowsOf("ai-sdk", "tags", ["ai.telemetry.metadata.tags"]),
  ...rowsOf("langsmith", "tags", ["langsmith.span.tags"], { unit: "comma-list" }),
  ...rowsOf("logfire", "tags", ["logfire.tags"]),
  ...rowsOf("lmnr", "tags", ["lmnr.association.properties.tags"]),
];
