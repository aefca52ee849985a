import type { ErrorCode } from "./errors.ts";

/** OTLP/HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp; the aliases are those of other receivers. */
export const otlpTracePaths = ["/v1/traces", "/api/public/otel/v1/traces", "/otel/v1/traces"] as const;

export const otlpLogPaths = ["/v1/logs", "/api/public/otel/v1/logs", "/otel/v1/logs"] as const;
export const otlpMetricPaths = ["/v1/metrics", "/api/public/otel/v1/metrics", "/otel/v1/metrics"] as const;

export type OtlpEncoding = "protobuf" | "json";

export const otlpContentTypes: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};

/** Body of an error answer: google.rpc.Status. */
export interface RpcStatus {
  code: number;
  message: string;
}

/** google.rpc.Code of each of our errors. */
export const rpcStatusCodes: Readonly<Record<ErrorCode, number>> = {
  unauthenticated: 16,
  key_revoked: 16,
  forbidden: 7,
  not_found: 5,
  invalid_request: 3,
  unsupported_media_type: 3,
  too_large: 8,
  too_deep: 3,
  conflict: 10,
  rate_limited: 8,
  unavailable: 14,
  internal: 13,
};

/** Export…ServiceResponse in JSON. 64-bit integers travel as decimal strings. */
export interface ExportResponseJson {
  partialSuccess?: {
    rejectedSpans?: string;
    rejectedLogRecords?: string;
    rejectedDataPoints?: string;
    errorMessage?: string;
  };
}
