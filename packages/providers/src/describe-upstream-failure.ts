import type { CallOutcome } from "@plumbline/contracts/gateway-call";
import { readUpstreamError, type UpstreamError } from "./upstream-error.ts";

/** Whether trying again can help: with the same replica after a while, only with another one, or not at all. */
export type Retry = "same" | "elsewhere" | "never";

export interface UpstreamFailure {
  outcome: CallOutcome;
  /** At most 1,000 characters; written by the upstream, so hostile. */
  message: string;
  retry: Retry;
  code?: string;
}

/** Of an answer with an error status. Whether it trips the breaker follows from the outcome. */
export function describeUpstreamFailure(status: number, body: Buffer): UpstreamFailure {
  const error = readBody(body);
  const message = error?.message ?? `The upstream answered with status ${status}.`;
  const code = error?.code ?? error?.type;
  return { ...classify(status, error), message, ...(code === undefined ? {} : { code }) };
}

/** Of an error inside a stream or a body that began with status 200. */
export function describeReportedError(error: UpstreamError): UpstreamFailure {
  const status = Number(error.code);
  const known = status >= 400 && status < 600 ? classify(status, error) : byType(error);
  return { ...known, message: error.message, ...(error.code === undefined ? {} : { code: error.code }) };
}

function classify(status: number, error: UpstreamError | null): Pick<UpstreamFailure, "outcome" | "retry"> {
  switch (status) {
    case 401:
    case 402:
    case 403:
    case 407:
      return { outcome: "auth", retry: "elsewhere" };
    case 404:
      // One replica may not have loaded what another has.
      return { outcome: "invalid_request", retry: "elsewhere" };
    case 408:
      return { outcome: "timeout", retry: "same" };
    case 409:
    case 425:
    case 429:
      return { outcome: "rate_limit", retry: "same" };
    case 503:
    case 529:
      return { outcome: "overloaded", retry: "same" };
    case 504:
      return { outcome: "timeout", retry: "same" };
  }
  if (status >= 500) return { outcome: "api_error", retry: "same" };
  if (status >= 400) {
    const isFiltered = /content_?filter/.test(`${error?.code ?? ""} ${error?.type ?? ""}`);
    return { outcome: isFiltered ? "content_filter" : "invalid_request", retry: "never" };
  }
  return { outcome: "bad_response", retry: "elsewhere" };
}

function byType(error: UpstreamError): Pick<UpstreamFailure, "outcome" | "retry"> {
  const words = `${error.type ?? ""} ${error.code ?? ""}`.toLowerCase();
  if (/overloaded|unavailable/.test(words)) return { outcome: "overloaded", retry: "same" };
  if (/rate_?limit/.test(words)) return { outcome: "rate_limit", retry: "same" };
  if (/invalid_?request|bad_?request|not_?found/.test(words))
    return { outcome: "invalid_request", retry: "never" };
  if (/authentication|permission|billing|quota/.test(words)) return { outcome: "auth", retry: "elsewhere" };
  if (/content_?filter/.test(words)) return { outcome: "content_filter", retry: "never" };
  return { outcome: "api_error", retry: "same" };
}

function readBody(body: Buffer): UpstreamError | null {
  try {
    return readUpstreamError(JSON.parse(body.toString("utf8", 0, 64 * 1024)));
  } catch {
    return null;
  }
}
