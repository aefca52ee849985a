import type { PlumblineError } from "@plumbline/contracts/errors";
import type { FastifyReply, FastifyRequest } from "fastify";
import { retryAfterSeconds, toPlumblineError } from "./errors.ts";

export type ErrorBody = (error: PlumblineError, request: FastifyRequest) => unknown;

/** What every transport's error answer has in common: status, Retry-After, one log line for our own faults. */
export function prepareErrorReply(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): PlumblineError {
  const error = toPlumblineError(thrown);
  // An outage would otherwise write a stack trace per request.
  if (error.code === "internal") request.log.error({ err: error.cause ?? error }, "request failed");
  else if (error.status >= 500)
    request.log.warn({ code: error.code, reason: reasonOf(error) }, error.message);
  const seconds = retryAfterSeconds(error);
  if (seconds !== null) reply.header("retry-after", String(seconds));
  if (error.status === 401) reply.header("www-authenticate", 'Basic realm="plumbline"');
  reply.status(error.status);
  return error;
}

function reasonOf({ cause }: PlumblineError): string | undefined {
  return cause instanceof Error ? cause.message.trim().split("\n").at(-1) : undefined;
}

/** An error handler that answers JSON of one transport's shape. */
function jsonErrorHandler(body: ErrorBody) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const error = prepareErrorReply(thrown, request, reply);
    reply.type("application/json; charset=utf-8").send(JSON.stringify(body(error, request)));
  };
}

/** Our own shape, for paths that belong to no foreign protocol. */
export const plainErrorHandler = jsonErrorHandler((error, request) => ({
  error: {
    code: error.code,
    message: error.message,
    nextStep: error.nextStep,
    details: error.details,
    requestId: request.id,
  },
}));

/** Names under which Langfuse clients know errors. */
const langfuseNames: Readonly<Record<string, string>> = {
  unauthenticated: "UnauthorizedError",
  key_revoked: "UnauthorizedError",
  forbidden: "ForbiddenError",
  not_found: "LangfuseNotFoundError",
  invalid_request: "InvalidRequestError",
};

export const langfuseErrorHandler = jsonErrorHandler((error, request) => {
  const issues = error.details["issues"];
  const body = { message: error.message, ...(issues === undefined ? {} : { errors: issues }) };
  const namesError = error.status !== 401 || request.routeOptions.config.operation === "ingest-batch";
  return namesError ? { ...body, error: langfuseNames[error.code] ?? error.code } : body;
});
