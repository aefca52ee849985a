import { createModelBody } from "@plumbline/contracts/langfuse-stored";
import { createCustomPrice } from "@plumbline/services/custom-price";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";
import { customModelBody, readModel } from "../../langfuse/model-prices.ts";

/** POST /api/public/models: a price of the project's own, for what arrives from now on. */
export function createModel(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/models",
    config: { operation: "create-model", access: { auth: "key", scopes: ["admin"] } },
    handler: async (request) => {
      const price = readModel(await readBody(deps, request, createModelBody));
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      return customModelBody(await createCustomPrice(ctx, { projectId, provider: null, ...price }));
    },
  };
}
