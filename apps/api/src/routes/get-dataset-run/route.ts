import { getDatasetRun as getDatasetRunVerb } from "@plumbline/services/dataset-run";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";

/** GET /api/public/datasets/{name}/runs/{runName}, with its items. */
export function getDatasetRun(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/datasets/:name/runs/:runName",
    config: { operation: "get-dataset-run", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const { items, ...run } = await getDatasetRunVerb(ctx, {
        projectId: ctx.actor.projectId,
        datasetName: pathParameter(request, "name"),
        runName: pathParameter(request, "runName"),
      });
      return { ...run, datasetRunItems: items };
    },
  };
}
