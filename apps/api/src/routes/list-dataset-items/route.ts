import { listDatasetItemsQuery } from "@plumbline/contracts/langfuse-stored";
import { listDatasetItems as listDatasetItemsVerb } from "@plumbline/services/dataset-item";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { datasetItemBodies } from "../../langfuse/dataset-item-body.ts";
import { pagedBody } from "../../langfuse/paged-body.ts";

/** GET /api/public/dataset-items, as they are or as they were at `version`. */
export function listDatasetItems(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/dataset-items",
    config: { operation: "list-dataset-items", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const query = parseQuery(listDatasetItemsQuery, request.query);
      const page = await listDatasetItemsVerb(ctx, { projectId: ctx.actor.projectId, ...query });
      const rows = await datasetItemBodies(deps, request, page.rows);
      return pagedBody({ ...page, rows }, (item) => item);
    },
  };
}
