import { type ErrorCode, errorCatalogue, PlumblineError } from "@plumbline/contracts/errors";
import type { CallOutcome } from "@plumbline/contracts/gateway-call";
import { type GatewayErrorCode, gatewayErrorCatalogue } from "@plumbline/contracts/gateway-errors";
import type { ErrorAnswer } from "./error-body.ts";

const catalogue = { ...errorCatalogue, ...gatewayErrorCatalogue };

/** Why a call ends without an answer of a model: what the client reads and how it is recorded. */
export class GatewayError extends Error {
  readonly answer: ErrorAnswer;
  readonly outcome: CallOutcome;
  readonly retryAfterMs: number | undefined;
  /** The upstream's own words, which go to the client as they are. */
  readonly passedOn: { body: Buffer; contentType: string } | undefined;

  constructor(
    code: ErrorCode | GatewayErrorCode,
    outcome: CallOutcome,
    options: {
      message?: string | undefined;
      status?: number;
      retryAfterMs?: number | undefined;
      param?: string;
      passedOn?: { body: Buffer; contentType: string } | undefined;
    } = {},
  ) {
    const entry = catalogue[code];
    const message = `${options.message ?? entry.message} ${entry.nextStep}`;
    super(message);
    this.name = "GatewayError";
    this.answer = { status: options.status ?? entry.status, code, message };
    if (options.param !== undefined) this.answer.param = options.param;
    this.outcome = outcome;
    this.retryAfterMs = options.retryAfterMs;
    this.passedOn = options.passedOn;
  }
}

/** Whatever a step threw, as an answer; what nobody expected says nothing of itself to clients. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (PlumblineError.isInstance(error)) {
    const isModel = error.code === "not_found" && "model" in error.details;
    const code = isModel ? "model_not_found" : error.code;
    const outcome = error.status >= 500 ? "api_error" : error.status === 401 ? "auth" : "invalid_request";
    return new GatewayError(code, outcome, {
      message: isModel ? undefined : error.message,
      status: error.status,
      ...("model" in error.details ? { param: "model" } : {}),
    });
  }
  return new GatewayError("internal", "api_error");
}
