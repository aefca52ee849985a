import { TRPCClientError } from "@trpc/client";
import type { Failure } from "../components/error-notice.tsx";
import type { AppRouter } from "../server/routers/app-router.ts";

type ServerFailure = TRPCClientError<AppRouter>;

const isServerFailure = (error: unknown): error is ServerFailure => error instanceof TRPCClientError;

/** What to show for any error of a query. */
export function toFailure(error: unknown): Failure {
  const data = isServerFailure(error) ? error.data : null;
  if (isServerFailure(error) && data) {
    return {
      message: error.message,
      code: data.errorCode,
      nextStep: data.nextStep,
      requestId: data.requestId,
    };
  }
  return {
    message: "Plumbline cannot be reached.",
    code: "network",
    nextStep: "Check the connection, or whether the server is running, and try again.",
    requestId: null,
  };
}

/** An error without an answer of the server behind it is a matter of the network: worth another try. */
export function isRetryable(error: unknown): boolean {
  return isServerFailure(error) && error.data ? error.data.retryable : true;
}

export function isNotFound(error: unknown): boolean {
  return isServerFailure(error) && error.data?.errorCode === "not_found";
}

export function isSignedOut(error: unknown): boolean {
  return isServerFailure(error) && error.data?.errorCode === "unauthenticated";
}
