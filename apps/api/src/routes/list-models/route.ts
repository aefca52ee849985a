import { pageQuery } from "@plumbline/contracts/langfuse-stored";
import { listCustomPrices } from "@plumbline/services/custom-price";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { customModelBody } from "../../langfuse/model-body.ts";
import { listPublicModels } from "../../langfuse/public-models.ts";

/** GET /api/public/models: the project's own prices, then the public price book, read-only. */
export function listModels(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/models",
    config: { operation: "list-models", access: { auth: "key", scopes: ["read", "admin"] } },
    handler: async (request) => {
      const { page, limit } = parseQuery(pageQuery, request.query);
      const ctx = contextOf(request, deps);
      const custom = await listCustomPrices(ctx, { projectId: ctx.actor.projectId });
      const models = [...custom.map(customModelBody), ...listPublicModels(deps.clock)];
      const totalItems = models.length;
      return {
        data: models.slice((page - 1) * limit, page * limit),
        meta: { page, limit, totalItems, totalPages: Math.ceil(totalItems / limit) },
      };
    },
  };
}
