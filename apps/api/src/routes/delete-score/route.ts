import { acceptEvents } from "@plumbline/ingestion/accept-events";
import { prepareScoreDeletion } from "@plumbline/services/score";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";

/** DELETE /api/public/scores/{scoreId}: durable with the answer, gone from reads a moment later. */
export function deleteScore(deps: RouteDeps): RouteOptions {
  return {
    method: "DELETE",
    url: "/api/public/scores/:scoreId",
    config: { operation: "delete-score", access: { auth: "key", scopes: ["scores"] } },
    handler: async (request, reply) => {
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const scoreId = pathParameter(request, "scoreId");
      const event = await prepareScoreDeletion(ctx, { projectId, scoreId });
      await acceptEvents(deps, { projectId, source: "api", events: [event] });
      return reply.status(202).send({ message: "Score deletion request received" });
    },
  };
}
