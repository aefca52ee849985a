import { listDatasetRunItemsQuery } from "@plumbline/contracts/langfuse-stored";
import { listDatasetRunItems as listDatasetRunItemsVerb } from "@plumbline/services/dataset-run";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { pagedBody } from "../../langfuse/paged-body.ts";

/** GET /api/public/dataset-run-items?datasetId=…&runName=… */
export function listDatasetRunItems(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/dataset-run-items",
    config: { operation: "list-dataset-run-items", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const query = parseQuery(listDatasetRunItemsQuery, request.query);
      const page = await listDatasetRunItemsVerb(ctx, { projectId: ctx.actor.projectId, ...query });
      return pagedBody(page, (item) => item);
    },
  };
}
