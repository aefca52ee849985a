import { PlumblineError } from "@plumbline/contracts/errors";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { ApiDeps } from "../deps.ts";

type Limits = Pick<
  ApiDeps["limits"],
  "API_RATE_LIMIT_PER_KEY" | "API_RATE_LIMIT_PER_ADDRESS" | "API_RATE_LIMIT_SECONDS"
>;

/** Before anything is looked up: also whoever tries keys is slowed down. */
export function limitAddresses(server: FastifyInstance, limits: Limits): void {
  install(server, limits.API_RATE_LIMIT_PER_ADDRESS, limits, ({ ip }) => ({ id: ip, of: "this address" }));
}

/** After the authentication, before the body is read. */
export function limitKeys(server: FastifyInstance, limits: Limits): void {
  install(server, limits.API_RATE_LIMIT_PER_KEY, limits, ({ actor }) =>
    actor === null ? null : { id: actor.keyId, of: "this API key" },
  );
}

/** Counts in fixed windows, each key's beginning with its first request. */
function install(
  server: FastifyInstance,
  points: number,
  { API_RATE_LIMIT_SECONDS }: Limits,
  whose: (request: FastifyRequest) => { id: string; of: string } | null,
): void {
  if (points === 0) return;
  const limiter = new RateLimiterMemory({ points, duration: API_RATE_LIMIT_SECONDS });
  server.addHook("onRequest", async (request) => {
    // Health and metrics are asked by machines that take silence for an outage.
    if (request.routeOptions.config.access?.auth !== "key") return;
    const counted = whose(request);
    if (counted === null) return;
    try {
      await limiter.consume(counted.id);
    } catch (reached) {
      if (!(reached instanceof RateLimiterRes)) throw reached;
      throw new PlumblineError("rate_limited", {
        message: `Too many requests of ${counted.of}: ${points} in ${API_RATE_LIMIT_SECONDS} s are allowed.`,
        details: { retryAfterSeconds: Math.max(1, Math.ceil(reached.msBeforeNext / 1_000)) },
      });
    }
  });
}

/** As Fastify wants them: false trusts nobody, and the address is that of the socket. */
export function trustedProxies(list: string): string[] | false {
  const proxies = list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return proxies.length === 0 ? false : proxies;
}
