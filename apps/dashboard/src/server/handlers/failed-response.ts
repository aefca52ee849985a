import { PlumblineError } from "@plumbline/contracts/errors";
import { getDeps } from "../deps.ts";

/** An error as handlers answer it; what is not ours stays in the log under the request id. */
export function failedResponse(error: unknown, requestId: string, logMessage: string): Response {
  if (PlumblineError.isInstance(error)) return toResponse(error);
  getDeps().logger.error({ requestId, err: error }, logMessage);
  return toResponse(new PlumblineError("internal", { details: { requestId } }));
}

function toResponse({ message, code, nextStep, status, details }: PlumblineError): Response {
  return Response.json({ error: { message, code, nextStep, details } }, { status });
}
