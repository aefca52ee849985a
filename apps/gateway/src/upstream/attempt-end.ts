import type { CallOutcome } from "@plumbline/contracts/gateway-call";
import type { UpstreamFailure } from "@plumbline/providers/describe-upstream-failure";
import type { Findings } from "@plumbline/providers/usage-scanner";

/** A whole answer, to be sent. */
export interface WholeAnswer {
  type: "whole";
  status: number;
  contentType: string;
  headers: string[];
  body: Buffer;
  findings: Findings;
}

/** The client has had bytes of it: whatever the outcome, nothing can be tried again. */
interface Streamed {
  type: "streamed";
  outcome: CallOutcome;
  message?: string;
  findings: Findings;
}

/** Nothing went to the client. */
export interface Failed {
  type: "failed";
  failure: UpstreamFailure;
  status?: number;
  retryAfterMs?: number;
  /** The connection had been idle and was gone: nothing was received, and nobody is to blame. */
  stale?: true;
  /** The upstream's own error, for a client that speaks its dialect. */
  passedOn?: { body: Buffer; contentType: string };
  /** Tokens may have been used before it failed. */
  findings?: Findings;
}

/** The call was stopped from outside, or another attempt was faster. */
interface Stopped {
  type: "stopped";
}

export type AttemptEnd = WholeAnswer | Streamed | Failed | Stopped;

export const noFindings = (): Findings => ({ finishReasons: [], sawEnd: false, frames: 0 });

export function failed(
  outcome: CallOutcome,
  message: string,
  retry: UpstreamFailure["retry"] = "same",
): Failed {
  return { type: "failed", failure: { outcome, message, retry } };
}

/** Of the socket, before any answer. */
export function failedToReach(error: Error): Failed {
  const code = "code" in error ? String(error.code) : "";
  const message = code === "" || error.message.includes(code) ? error.message : `${error.message} (${code})`;
  if (code === "UND_ERR_CONNECT_TIMEOUT")
    return failed("timeout", message || "Connecting timed out.", "elsewhere");
  const end = failed("connection", (message || "The connection failed.").slice(0, 1_000));
  return wasUsedBefore(error) ? { ...end, stale: true } : end;
}

/** undici tells of the socket what it has read in its life; a fresh one has read nothing. */
function wasUsedBefore(error: Error): boolean {
  if (!("socket" in error)) return false;
  const { socket } = error;
  if (typeof socket !== "object" || socket === null || !("bytesRead" in socket)) return false;
  return typeof socket.bytesRead === "number" && socket.bytesRead > 0;
}
