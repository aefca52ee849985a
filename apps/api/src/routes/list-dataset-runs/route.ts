import { pageQuery } from "@plumbline/contracts/langfuse-stored";
import { listDatasetRuns as listDatasetRunsVerb } from "@plumbline/services/dataset-run";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { pagedBody } from "../../langfuse/paged-body.ts";

/** GET /api/public/datasets/{name}/runs */
export function listDatasetRuns(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/datasets/:name/runs",
    config: { operation: "list-dataset-runs", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const page = await listDatasetRunsVerb(ctx, {
        projectId: ctx.actor.projectId,
        datasetName: pathParameter(request, "name"),
        ...parseQuery(pageQuery, request.query),
      });
      return pagedBody(page, (run) => run);
    },
  };
}
