import { getDataset as getDatasetVerb } from "@plumbline/services/dataset";
import { listWholeDataset } from "@plumbline/services/dataset-item";
import { listDatasetRunNames } from "@plumbline/services/dataset-run";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { datasetItemBodies } from "../../langfuse/dataset-item-body.ts";

/** GET /api/public/v2/datasets/{name}; /api/public/datasets/{name} adds all items and the names of runs. */
export function getDataset(deps: RouteDeps, version: "v1" | "v2"): RouteOptions {
  return {
    method: "GET",
    url: version === "v1" ? "/api/public/datasets/:name" : "/api/public/v2/datasets/:name",
    config: { operation: `get-dataset-${version}`, access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const dataset = await getDatasetVerb(ctx, { projectId, name: pathParameter(request, "name") });
      if (version === "v2") return dataset;
      const [items, runs] = await Promise.all([
        listWholeDataset(ctx, { projectId, datasetName: dataset.name }),
        listDatasetRunNames(ctx, { projectId, datasetIds: [dataset.id] }),
      ]);
      return {
        ...dataset,
        items: await datasetItemBodies(deps, request, items),
        runs: runs.get(dataset.id) ?? [],
      };
    },
  };
}
