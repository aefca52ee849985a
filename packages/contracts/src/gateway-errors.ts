/**
 * What can go wrong with a call at the gateway, beside the errors of the whole product. Every code says
 * what happened and what to do next; clients of models read them in their own dialect.
 */
export const gatewayErrorCatalogue = {
  gateway_key_invalid: {
    status: 401,
    retryable: false,
    message: "The call carries no valid gateway key.",
    nextStep: "Send a key of this gateway as Authorization: Bearer, x-api-key or x-plumbline-key.",
  },
  compressed_body: {
    status: 415,
    retryable: false,
    message: "Bodies of calls are not accepted compressed.",
    nextStep: "Send the body as it is, without Content-Encoding.",
  },
  model_not_found: {
    status: 404,
    retryable: false,
    message: "There is no such model here.",
    nextStep: "GET /v1/models lists those that there are.",
  },
  model_not_allowed: {
    status: 403,
    retryable: false,
    message: "This key may not use this model.",
    nextStep: "Use another model, or have it added to the key.",
  },
  no_replica: {
    status: 503,
    retryable: true,
    message: "No replica that can serve this call is up.",
    nextStep: "Try again after the time in Retry-After; the Gateway page tells what is wrong with each.",
  },
  queue_full: {
    status: 429,
    retryable: true,
    message: "All slots of this model are busy and its queue is full.",
    nextStep: "Try again after the time in Retry-After.",
  },
  call_timeout: {
    status: 504,
    retryable: true,
    message: "The call took longer than it may.",
    nextStep: "Try again, ask for less, or raise the timeouts of the pool.",
  },
  upstream_failed: {
    status: 502,
    retryable: true,
    message: "The model's server failed.",
    nextStep: "Try again; the trace of this call shows every attempt.",
  },
  upstream_overloaded: {
    status: 503,
    retryable: true,
    message: "The model's server takes no more calls at the moment.",
    nextStep: "Try again after the time in Retry-After.",
  },
  upstream_rate_limited: {
    status: 429,
    retryable: true,
    message: "The model's provider limits the rate of calls.",
    nextStep: "Try again after the time in Retry-After.",
  },
  upstream_refused: {
    status: 502,
    retryable: false,
    message: "The model's server refused the gateway's own credentials.",
    nextStep: "Have an operator correct the key of the replica that x-plumbline-route names.",
  },
} as const satisfies Record<
  string,
  { status: number; retryable: boolean; message: string; nextStep: string }
>;

export type GatewayErrorCode = keyof typeof gatewayErrorCatalogue;
