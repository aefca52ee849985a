import type { ClientDialect } from "@plumbline/contracts/gateway-call";

export interface ErrorAnswer {
  status: number;
  /** Of our catalogue, or the upstream's own. */
  code: string;
  message: string;
  param?: string;
}

/** An error in the words of the client's dialect, for a body or, in a stream, for a frame. */
export function errorBody(dialect: ClientDialect, error: ErrorAnswer): string {
  if (dialect === "anthropic") {
    const type = anthropicType(error.status);
    return JSON.stringify({
      type: "error",
      error: { type, message: error.message, code: error.code },
    });
  }
  const { message, code, param } = error;
  return JSON.stringify({ error: { message, type: openaiType(error.status), param: param ?? null, code } });
}

/** A failure after the stream began: SDKs raise on this frame, and the connection is cut after it. */
export function errorFrame(dialect: ClientDialect, error: ErrorAnswer): Buffer {
  const name = dialect === "anthropic" ? "event: error\n" : "";
  return Buffer.from(`${name}data: ${errorBody(dialect, error)}\n\n`);
}

const comment = Buffer.from(": ping\n\n");
const pingEvent = Buffer.from('event: ping\ndata: {"type": "ping"}\n\n');

/** Says that a stream goes on: OpenAI's clients pass comments over, Anthropic's have an event for it. */
export function pingFrame(dialect: ClientDialect): Buffer {
  return dialect === "anthropic" ? pingEvent : comment;
}

function openaiType(status: number): string {
  switch (status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 429:
      return "rate_limit_error";
    case 504:
    case 408:
      return "timeout_error";
    default:
      return status >= 500 ? "api_error" : "invalid_request_error";
  }
}

function anthropicType(status: number): string {
  switch (status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 503:
    case 529:
      return "overloaded_error";
    case 408:
    case 504:
      return "timeout_error";
    default:
      return status >= 500 ? "api_error" : "invalid_request_error";
  }
}
