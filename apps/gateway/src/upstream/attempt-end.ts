import type { CallOutcome, CallTimer } from "@plumbline/contracts/gateway-call";
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
  timer?: CallTimer;
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
  timer?: CallTimer;
  /** What the client reads instead of the failure's message, which names addresses. */
  told?: string;
  /** The member of the body that is to blame. */
  param?: string;
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

/** A limit of the pool's was reached; another replica may be quicker. */
export function timedOut(timer: CallTimer, message: string): Failed {
  return { ...failed("timeout", message, "elsewhere"), timer };
}

/** Of the socket, before any answer. */
export function failedToReach(error: Error): Failed {
  const code = "code" in error ? String(error.code) : "";
  const said = code === "" || error.message.includes(code) ? error.message : `${error.message} (${code})`;
  const message = (said || "The connection failed.").slice(0, 1_000);
  // The second is what Node says after it tried several addresses of one name.
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") {
    return { ...timedOut("connect", message), told: "The upstream accepted no connection in time." };
  }
  const told = `The connection to the upstream failed${code === "" ? "" : ` (${code})`}.`;
  const end = { ...failed("connection", message), told };
  return wasUsedBefore(error) ? { ...end, stale: true } : end;
}

/** undici tells of the socket what it has read in its life; a fresh one has read nothing. */
function wasUsedBefore(error: Error): boolean {
  if (!("socket" in error)) return false;
  const { socket } = error;
  if (typeof socket !== "object" || socket === null || !("bytesRead" in socket)) return false;
  return typeof socket.bytesRead === "number" && socket.bytesRead > 0;
}
