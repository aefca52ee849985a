import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";

/** GET /metrics for Prometheus. */
export function exposeMetrics(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/metrics",
    config: { operation: "expose-metrics", access: { auth: "none" } },
    handler: async (_request, reply) => {
      const { contentType, text } = await deps.metrics.expose();
      return reply.header("content-type", contentType).send(text);
    },
  };
}
