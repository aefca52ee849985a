import { PlumblineError } from "@plumbline/contracts/errors";
import { listCustomPrices } from "@plumbline/services/custom-price";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { customModelBody } from "../../langfuse/model-body.ts";
import { listPublicModels } from "../../langfuse/public-models.ts";

/** GET /api/public/models/{id} */
export function getModel(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/models/:modelId",
    config: { operation: "get-model", access: { auth: "key", scopes: ["read", "admin"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const modelId = pathParameter(request, "modelId");
      const custom = await listCustomPrices(ctx, { projectId: ctx.actor.projectId });
      const own = custom.find(({ id, definitionId }) => (definitionId ?? id) === modelId);
      if (own !== undefined) return customModelBody(own);
      const model = listPublicModels(deps.clock).find(({ id }) => id === modelId);
      if (model === undefined) throw new PlumblineError("not_found", { message: "Model not found" });
      return model;
    },
  };
}
