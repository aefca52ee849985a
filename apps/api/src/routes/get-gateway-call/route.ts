import type { GatewayCallBody } from "@plumbline/contracts/gateway-reads";
import { getGatewayCall as getGatewayCallVerb } from "@plumbline/services/gateway";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";

/** GET /api/public/gateway/calls/{requestId}: what a call came to that could not say so in its headers. */
export function getGatewayCall(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/gateway/calls/:requestId",
    config: { operation: "get-gateway-call", access: { auth: "key", scopes: ["read"] } },
    handler: (request): Promise<GatewayCallBody> => {
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      return getGatewayCallVerb(ctx, { projectId, requestId: pathParameter(request, "requestId") });
    },
  };
}
