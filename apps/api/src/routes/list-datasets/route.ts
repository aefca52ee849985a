import { type DatasetBody, pageQuery } from "@plumbline/contracts/langfuse-stored";
import { listDatasets as listDatasetsVerb } from "@plumbline/services/dataset";
import { listDatasetItemIds } from "@plumbline/services/dataset-item";
import { listDatasetRunNames } from "@plumbline/services/dataset-run";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { pagedBody } from "../../langfuse/paged-body.ts";

/** GET /api/public/v2/datasets; /api/public/datasets adds ids of items and names of runs. */
export function listDatasets(deps: RouteDeps, version: "v1" | "v2"): RouteOptions {
  return {
    method: "GET",
    url: version === "v1" ? "/api/public/datasets" : "/api/public/v2/datasets",
    config: { operation: `list-datasets-${version}`, access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const page = await listDatasetsVerb(ctx, { projectId, ...parseQuery(pageQuery, request.query) });
      const body = pagedBody(page, (dataset): DatasetBody => dataset);
      if (version === "v2") return body;
      const datasetIds = page.rows.map(({ id }) => id);
      const [items, runs] = await Promise.all([
        listDatasetItemIds(ctx, { projectId, datasetIds }),
        listDatasetRunNames(ctx, { projectId, datasetIds }),
      ]);
      const data = body.data.map((dataset) => ({
        ...dataset,
        items: items.get(dataset.id) ?? [],
        runs: runs.get(dataset.id) ?? [],
      }));
      return { ...body, data };
    },
  };
}
