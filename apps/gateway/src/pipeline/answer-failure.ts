import type { GatewayErrorCode } from "@plumbline/contracts/gateway-errors";
import { supportOf } from "@plumbline/providers/upstream-target";
import { GatewayError } from "../http/gateway-error.ts";
import type { Failed } from "../upstream/attempt-end.ts";
import type { Call } from "./call.ts";
import { ownCredentials } from "./own-credentials.ts";

/**
 * What the client reads when nobody answered. Its own mistakes come back in the upstream's own words;
 * what went wrong behind the gateway is told in ours.
 */
export function answerFailure(call: Call, last: Failed): GatewayError {
  const { failure, status } = last;
  const { outcome } = failure;
  const options = { message: sentence(last.told ?? failure.message), retryAfterMs: last.retryAfterMs };
  call.timer = last.timer;
  switch (outcome) {
    case "invalid_request":
    case "content_filter": {
      const speaksAlike =
        call.replica !== null && supportOf(call.replica.kind, call.route.operation) === "same";
      return new GatewayError("invalid_request", outcome, {
        ...options,
        ...(last.param === undefined ? {} : { param: last.param }),
        status: status !== undefined && status >= 400 && status < 500 ? status : 400,
        passedOn: speaksAlike ? last.passedOn : undefined,
      });
    }
    case "auth":
      // With the client's own credentials it is the client's to know; with ours the words stay inside.
      return call.replica === null || ownCredentials(call, call.replica) === undefined
        ? new GatewayError("upstream_refused", outcome)
        : new GatewayError("forbidden", outcome, {
            ...options,
            status: status ?? 403,
            passedOn: last.passedOn,
          });
    default:
      return new GatewayError(codeOf(outcome), outcome, { ...options, retryAfterMs: retryAfter(last) });
  }
}

function codeOf(outcome: Failed["failure"]["outcome"]): GatewayErrorCode {
  switch (outcome) {
    case "rate_limit":
      return "upstream_rate_limited";
    case "overloaded":
      return "upstream_overloaded";
    case "timeout":
      return "call_timeout";
    default:
      return "upstream_failed";
  }
}

function retryAfter({ failure, retryAfterMs }: Failed): number | undefined {
  const isWaiting = failure.outcome === "rate_limit" || failure.outcome === "overloaded";
  return retryAfterMs ?? (isWaiting ? 1_000 : undefined);
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
