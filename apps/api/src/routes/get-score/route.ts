import { PlumblineError } from "@plumbline/contracts/errors";
import { getScore as getScoreVerb } from "@plumbline/services/score";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { scoreBody } from "../../langfuse/score-body.ts";

/** GET /api/public/v2/scores/{scoreId}, and the same without v2. */
export function getScore(deps: RouteDeps, version: "v1" | "v2"): RouteOptions {
  return {
    method: "GET",
    url: version === "v1" ? "/api/public/scores/:scoreId" : "/api/public/v2/scores/:scoreId",
    config: { operation: `get-score-${version}`, access: { auth: "key", scopes: ["read", "scores"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const scoreId = pathParameter(request, "scoreId");
      const score = await getScoreVerb(ctx, { projectId: ctx.actor.projectId, scoreId });
      // The first version knows scores of traces only.
      if (version === "v1" && score.traceId === null) throw new PlumblineError("not_found");
      return scoreBody(score);
    },
  };
}
