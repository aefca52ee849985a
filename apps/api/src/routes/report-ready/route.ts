import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { apiVersion } from "../../version.ts";

/** Ready: events can be accepted. That a store is away is reported and does not make it unready. */
export function reportReady(url: string, shape: "plain" | "langfuse", deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url,
    config: { operation: "report-ready", access: { auth: "none" } },
    handler: async (_request, reply) => {
      const readiness = await deps.isReady();
      reply.status(readiness.ready ? 200 : 503);
      if (shape === "plain") return readiness;
      return { status: readiness.ready ? "OK" : "NOT_READY", version: apiVersion };
    },
  };
}
