import { getScoreConfig as getScoreConfigVerb } from "@plumbline/services/score-config";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { scoreConfigBody } from "../../langfuse/score-config-body.ts";

/** GET /api/public/score-configs/{id} */
export function getScoreConfig(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/score-configs/:configId",
    config: { operation: "get-score-config", access: { auth: "key", scopes: ["read", "scores"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const scoreConfigId = pathParameter(request, "configId");
      const { projectId } = ctx.actor;
      return scoreConfigBody(await getScoreConfigVerb(ctx, { projectId, scoreConfigId }));
    },
  };
}
