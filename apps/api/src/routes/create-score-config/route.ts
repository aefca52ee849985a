import { createScoreConfigBody } from "@plumbline/contracts/langfuse-stored";
import { createScoreConfig as createScoreConfigVerb } from "@plumbline/services/score-config";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";
import { scoreConfigBody, storedScoreType } from "../../langfuse/score-config-body.ts";

/** POST /api/public/score-configs */
export function createScoreConfig(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/score-configs",
    config: { operation: "create-score-config", access: { auth: "key", scopes: ["scores"] } },
    handler: async (request) => {
      const { dataType, ...body } = await readBody(deps, request, createScoreConfigBody);
      const ctx = contextOf(request, deps);
      const config = await createScoreConfigVerb(ctx, {
        projectId: ctx.actor.projectId,
        dataType: storedScoreType(dataType),
        ...body,
      });
      deps.scoreConfigs.forget(ctx.actor.projectId);
      return scoreConfigBody(config);
    },
  };
}
