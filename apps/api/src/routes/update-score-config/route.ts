import { updateScoreConfigBody } from "@plumbline/contracts/langfuse-stored";
import { updateScoreConfig as updateScoreConfigVerb } from "@plumbline/services/score-config";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";
import { scoreConfigBody } from "../../langfuse/score-config-body.ts";

/** PATCH /api/public/score-configs/{id} */
export function updateScoreConfig(deps: RouteDeps): RouteOptions {
  return {
    method: "PATCH",
    url: "/api/public/score-configs/:configId",
    config: { operation: "update-score-config", access: { auth: "key", scopes: ["scores"] } },
    handler: async (request) => {
      const body = await readBody(deps, request, updateScoreConfigBody);
      const ctx = contextOf(request, deps);
      const config = await updateScoreConfigVerb(ctx, {
        projectId: ctx.actor.projectId,
        scoreConfigId: pathParameter(request, "configId"),
        ...body,
      });
      deps.scoreConfigs.forget(ctx.actor.projectId);
      return scoreConfigBody(config);
    },
  };
}
