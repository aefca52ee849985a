import { metricsRequest } from "@plumbline/contracts/langfuse-metrics";
import { queryMetrics as queryMetricsVerb } from "@plumbline/services/metrics";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { writeJson } from "../../langfuse/write-json.ts";

/**
 * GET /api/public/v2/metrics and /api/public/metrics. The first version lets one group by users, sessions
 * and ids; the second sends such questions to the filters.
 */
export function queryMetrics(deps: RouteDeps, version: "v1" | "v2"): RouteOptions {
  return {
    method: "GET",
    url: version === "v1" ? "/api/public/metrics" : "/api/public/v2/metrics",
    config: { operation: `query-metrics-${version}`, access: { auth: "key", scopes: ["read"] } },
    handler: async (request, reply) => {
      const { query } = parseQuery(metricsRequest, request.query);
      const ctx = contextOf(request, deps);
      const data = await queryMetricsVerb(ctx, {
        projectId: ctx.actor.projectId,
        query,
        allowHighCardinality: version === "v1",
      });
      return reply.type("application/json; charset=utf-8").send(writeJson({ data }));
    },
  };
}
