import type { ClientDialect, GatewayOperation } from "@plumbline/contracts/gateway-call";

/** A call that goes to an upstream. */
export interface ModelRoute {
  method: "POST";
  path: string;
  operation: GatewayOperation;
  dialect: ClientDialect;
  /** Bodies may be forms, and answers other than JSON. */
  passesThrough?: true;
}

const openai = (path: string, operation: GatewayOperation): ModelRoute => ({
  method: "POST",
  path,
  operation,
  dialect: "openai",
});

export const modelRoutes: readonly ModelRoute[] = [
  openai("/v1/chat/completions", "chat"),
  openai("/v1/completions", "completions"),
  openai("/v1/embeddings", "embeddings"),
  openai("/v1/responses", "responses"),
  openai("/v1/moderations", "moderations"),
  openai("/v1/rerank", "rerank"),
  { ...openai("/v1/audio/transcriptions", "audio"), passesThrough: true },
  { ...openai("/v1/audio/translations", "audio"), passesThrough: true },
  { ...openai("/v1/audio/speech", "audio"), passesThrough: true },
  { method: "POST", path: "/v1/messages", operation: "messages", dialect: "anthropic" },
];

/** Answered from the snapshot. The second is followed by the name of a model. */
export const listRoutes = ["/v1/models", "/v1/models/"] as const;

/** For whoever runs the gateway; the only ones without a key. */
export const operatorRoutes = ["/health", "/ready", "/metrics"] as const;
