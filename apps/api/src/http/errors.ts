import { type ErrorCode, PlumblineError } from "@plumbline/contracts/errors";

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  413: "too_large",
  415: "unsupported_media_type",
};

/** Whatever was thrown, as one of ours. What nobody foresaw becomes `internal` and keeps its words inside. */
export function toPlumblineError(error: unknown): PlumblineError {
  if (PlumblineError.isInstance(error)) return error;
  const status = statusOf(error);
  if (status === null) return new PlumblineError("internal", { cause: error });
  return new PlumblineError(codeByStatus[status] ?? "invalid_request", { cause: error });
}

/** The framework's own client errors carry a status. */
function statusOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return null;
  const { statusCode } = error;
  return typeof statusCode === "number" && statusCode >= 400 && statusCode < 500 ? statusCode : null;
}

/** Seconds for Retry-After, null when trying again cannot help. */
export function retryAfterSeconds(error: PlumblineError): number | null {
  if (error.status !== 429 && error.status !== 503) return null;
  const { retryAfterSeconds: given } = error.details;
  return typeof given === "number" ? given : 2;
}
