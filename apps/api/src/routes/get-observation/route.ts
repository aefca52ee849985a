import { getObservation as getObservationVerb } from "@plumbline/services/observation";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { observationBodies } from "../../langfuse/observation-bodies.ts";

/** GET /api/public/observations/{observationId}. */
export function getObservation(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/observations/:observationId",
    config: { operation: "get-observation", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const spanId = pathParameter(request, "observationId");
      const row = await getObservationVerb(ctx, { projectId, spanId });
      const [body] = await observationBodies(ctx, [row]);
      return body;
    },
  };
}
