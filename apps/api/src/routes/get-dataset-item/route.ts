import { getDatasetItem as getDatasetItemVerb } from "@plumbline/services/dataset-item";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { datasetItemBody } from "../../langfuse/dataset-item-body.ts";

/** GET /api/public/dataset-items/{id} */
export function getDatasetItem(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/dataset-items/:itemId",
    config: { operation: "get-dataset-item", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const itemId = pathParameter(request, "itemId");
      const item = await getDatasetItemVerb(ctx, { projectId: ctx.actor.projectId, itemId });
      return datasetItemBody(deps, request, item);
    },
  };
}
