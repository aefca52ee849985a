import { PlumblineError } from "@plumbline/contracts/errors";
import { listCustomPrices, removeCustomPrice } from "@plumbline/services/custom-price";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { listPublicModels } from "../../langfuse/public-models.ts";

/** DELETE /api/public/models/{id}, of the project's own prices. */
export function deleteModel(deps: RouteDeps): RouteOptions {
  return {
    method: "DELETE",
    url: "/api/public/models/:modelId",
    config: { operation: "delete-model", access: { auth: "key", scopes: ["admin"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const customPriceId = pathParameter(request, "modelId");
      if (listPublicModels(deps.clock).some(({ id }) => id === customPriceId)) {
        throw new PlumblineError("invalid_request", {
          message: "A model of the public price book cannot be deleted; set a price of your own instead.",
        });
      }
      const { projectId } = ctx.actor;
      const defined = (await listCustomPrices(ctx, { projectId })).find(
        ({ definitionId }) => definitionId === customPriceId,
      );
      await removeCustomPrice(ctx, { projectId, customPriceId: defined?.id ?? customPriceId });
      return { message: "Model successfully deleted" };
    },
  };
}
