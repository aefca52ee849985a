import { dailyMetricsQuery } from "@plumbline/contracts/langfuse-metrics";
import { listDailyMetrics as listDailyMetricsVerb } from "@plumbline/services/metrics";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { writeJson } from "../../langfuse/write-json.ts";

/** GET /api/public/metrics/daily. */
export function listDailyMetrics(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/metrics/daily",
    config: { operation: "list-daily-metrics", access: { auth: "key", scopes: ["read"] } },
    handler: async (request, reply) => {
      const query = parseQuery(dailyMetricsQuery, request.query);
      const ctx = contextOf(request, deps);
      const { rows, window, ...meta } = await listDailyMetricsVerb(ctx, {
        projectId: ctx.actor.projectId,
        page: query.page,
        limit: query.limit,
        from: query.fromTimestamp,
        to: query.toTimestamp,
        traceName: query.traceName,
        userId: query.userId,
        tags: query.tags,
        environments: query.environment,
      });
      return reply
        .header("x-plumbline-window", `${window.from}/${window.to}`)
        .type("application/json; charset=utf-8")
        .send(writeJson({ data: rows, meta }));
    },
  };
}
