import type { ConventionRow } from "./row.ts";

/** Whose span it is, of what kind, and how it ended. Order within a target is precedence. */
export const identityRows: readonly ConventionRow[] = [
  { key: "langfuse.observation.type", generation: "langfuse", target: "langfuseType" },
  { key: "openinference.span.kind", generation: "openinference", target: "openinferenceKind", keep: true },
  { key: "gen_ai.operation.name", generation: "otel-genai", target: "operationName", keep: true },
  { key: "ai.operationId", generation: "ai-sdk", target: "aiOperationId", keep: true },
  { key: "traceloop.span.kind", generation: "traceloop", target: "traceloopKind", keep: true },
  { key: "gen_ai.tool.name", generation: "otel-genai", target: "toolName", keep: true },
  { key: "mcp.method.name", generation: "otel-genai", target: "mcpMethod", keep: true },

  { key: "langfuse.observation.level", generation: "langfuse", target: "level" },
  { key: "langfuse.observation.status_message", generation: "langfuse", target: "statusMessage" },
  { key: "error.type", generation: "otel", target: "errorType", keep: true },

  { key: "langfuse.environment", generation: "langfuse", target: "environment" },
  { key: "deployment.environment.name", generation: "otel", target: "environment" },
  { key: "deployment.environment", generation: "otel", target: "environment" },
  { key: "langfuse.release", generation: "langfuse", target: "release" },
  { key: "service.version", generation: "otel", target: "release" },
  { key: "langfuse.version", generation: "langfuse", target: "version" },
  { key: "service.name", generation: "otel", target: "serviceName" },
  { key: "plumbline.feature", generation: "plumbline", target: "feature" },

  { key: "session.id", generation: "otel", target: "sessionId" },
  { key: "langfuse.session.id", generation: "langfuse", target: "sessionId" },
  { key: "gen_ai.conversation.id", generation: "otel-genai", target: "sessionId" },
  { key: "traceloop.association.properties.session_id", generation: "traceloop", target: "sessionId" },
  { key: "ai.telemetry.metadata.sessionId", generation: "ai-sdk", target: "sessionId" },
  { key: "user.id", generation: "otel", target: "userId" },
  { key: "langfuse.user.id", generation: "langfuse", target: "userId" },
  { key: "traceloop.association.properties.user_id", generation: "traceloop", target: "userId" },
  { key: "ai.telemetry.metadata.userId", generation: "ai-sdk", target: "userId" },
  { key: "gen_ai.user", generation: "otel-genai-old", target: "userId" },
  { key: "gen_ai.request.user", generation: "otel-genai-old", target: "userId" },

  { key: "langfuse.trace.name", generation: "langfuse", target: "traceName" },
  { key: "langfuse.trace.public", generation: "langfuse", target: "public" },
  { key: "langfuse.trace.tags", generation: "langfuse", target: "tags" },
  { key: "tag.tags", generation: "openinference", target: "tags" },
  { key: "ai.telemetry.metadata.tags", generation: "ai-sdk", target: "tags" },
];
