import { removeDatasetRun } from "@plumbline/services/dataset-run";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";

/** DELETE /api/public/datasets/{name}/runs/{runName} */
export function deleteDatasetRun(deps: RouteDeps): RouteOptions {
  return {
    method: "DELETE",
    url: "/api/public/datasets/:name/runs/:runName",
    config: { operation: "delete-dataset-run", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      await removeDatasetRun(ctx, {
        projectId: ctx.actor.projectId,
        datasetName: pathParameter(request, "name"),
        runName: pathParameter(request, "runName"),
      });
      return { message: "Dataset run successfully deleted" };
    },
  };
}
