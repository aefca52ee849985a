import { createAddressRules } from "./address-rules.ts";
import { requestText, type TextAnswer, type TextLimits } from "./request-text.ts";
import { createUpstreamPool, type UpstreamRequest } from "./upstream-pool.ts";

export interface OnceOptions extends TextLimits {
  /** Hosts and networks that may be reached though they are private. */
  allowedPrivate: readonly string[];
}

/** One request on a connection of its own, by the rules of egress; redirects are not followed. Never throws. */
export async function requestOnce(
  origin: string,
  request: UpstreamRequest,
  options: OnceOptions,
): Promise<TextAnswer> {
  const pool = createUpstreamPool(origin, {
    rules: createAddressRules(options.allowedPrivate),
    connections: 1,
    connectTimeoutMs: options.timeoutMs,
  });
  try {
    return await requestText(pool, request, options);
  } finally {
    void pool.destroy();
  }
}
