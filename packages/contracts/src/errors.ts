/**
 * The one error type of the product. Every code says what happened, what to do next, and whether
 * trying again can help; transports map it, nobody else formats errors.
 */
interface ErrorEntry {
  /** HTTP status that a transport answers with. */
  readonly status: number;
  /** True when the same request may succeed later. */
  readonly retryable: boolean;
  readonly message: string;
  readonly nextStep: string;
}

export const errorCatalogue = {
  unauthenticated: {
    status: 401,
    retryable: false,
    message: "The request carries no valid credentials.",
    nextStep: "Send Authorization: Basic base64(publicKey:secretKey) with a key of the project.",
  },
  key_revoked: {
    status: 401,
    retryable: false,
    message: "This API key was revoked or has expired.",
    nextStep: "Create a new key in the project settings and use it instead.",
  },
  forbidden: {
    status: 403,
    retryable: false,
    message: "These credentials may not do this.",
    nextStep: "Use a key or an account with the scope that the error names.",
  },
  not_found: {
    status: 404,
    retryable: false,
    message: "There is nothing here under this id.",
    nextStep: "Check the id and the project that the key belongs to.",
  },
  invalid_request: {
    status: 400,
    retryable: false,
    message: "The request cannot be understood.",
    nextStep: "Correct the fields that the error names.",
  },
  unsupported_media_type: {
    status: 415,
    retryable: false,
    message: "This content type or encoding is not accepted here.",
    nextStep: "Send application/json or application/x-protobuf, plain or gzip.",
  },
  too_large: {
    status: 413,
    retryable: false,
    message: "The request is larger than the limit.",
    nextStep: "Send smaller batches, or raise the limit in the server's settings.",
  },
  too_deep: {
    status: 400,
    retryable: false,
    message: "The request is nested more deeply than the limit.",
    nextStep: "Flatten the value, or send it as a JSON string.",
  },
  conflict: {
    status: 409,
    retryable: false,
    message: "Somebody changed this at the same time.",
    nextStep: "Load it again and repeat the change.",
  },
  rate_limited: {
    status: 429,
    retryable: true,
    message: "Too many requests.",
    nextStep: "Wait for the time in Retry-After.",
  },
  unavailable: {
    status: 503,
    retryable: true,
    message: "A part of the system that this request needs is not available.",
    nextStep: "Try again after the time in Retry-After; nothing was accepted.",
  },
  internal: {
    status: 500,
    retryable: true,
    message: "Something went wrong on our side.",
    nextStep: "Report the request id; the log has the details.",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

const marker = Symbol.for("plumbline.error");

export class PlumblineError extends Error {
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly nextStep: string;
  /** Safe to show to the caller: field names, limits, never stored content or secrets. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    options: { message?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    const entry = errorCatalogue[code];
    super(options.message ?? entry.message, { cause: options.cause });
    this.name = "PlumblineError";
    this.code = code;
    this.status = entry.status;
    this.retryable = entry.retryable;
    this.nextStep = entry.nextStep;
    this.details = options.details ?? {};
  }

  /** Works across copies of this package, where instanceof does not. */
  static isInstance(value: unknown): value is PlumblineError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
