import { pageQuery } from "@plumbline/contracts/langfuse-stored";
import { listScoreConfigs as listScoreConfigsVerb } from "@plumbline/services/score-config";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { pagedBody } from "../../langfuse/paged-body.ts";
import { scoreConfigBody } from "../../langfuse/score-config-body.ts";

/** GET /api/public/score-configs */
export function listScoreConfigs(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/score-configs",
    config: { operation: "list-score-configs", access: { auth: "key", scopes: ["read", "scores"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const query = parseQuery(pageQuery, request.query);
      const page = await listScoreConfigsVerb(ctx, { projectId: ctx.actor.projectId, ...query });
      return pagedBody(page, scoreConfigBody);
    },
  };
}
