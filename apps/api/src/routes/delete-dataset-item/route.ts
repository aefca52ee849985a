import { removeDatasetItem } from "@plumbline/services/dataset-item";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";

/** DELETE /api/public/dataset-items/{id} */
export function deleteDatasetItem(deps: RouteDeps): RouteOptions {
  return {
    method: "DELETE",
    url: "/api/public/dataset-items/:itemId",
    config: { operation: "delete-dataset-item", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const itemId = pathParameter(request, "itemId");
      await removeDatasetItem(ctx, { projectId: ctx.actor.projectId, itemId });
      return { message: "Dataset item successfully deleted" };
    },
  };
}
