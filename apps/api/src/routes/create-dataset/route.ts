import { createDatasetBody } from "@plumbline/contracts/langfuse-stored";
import { upsertDataset } from "@plumbline/services/dataset";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";

/** POST /api/public/v2/datasets, and /api/public/datasets. A name that exists is changed. */
export function createDataset(deps: RouteDeps, version: "v1" | "v2"): RouteOptions {
  return {
    method: "POST",
    url: version === "v1" ? "/api/public/datasets" : "/api/public/v2/datasets",
    config: { operation: `create-dataset-${version}`, access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request) => {
      const body = await readBody(deps, request, createDatasetBody);
      const ctx = contextOf(request, deps);
      const dataset = await upsertDataset(ctx, { projectId: ctx.actor.projectId, ...body });
      return version === "v1" ? { ...dataset, items: [], runs: [] } : dataset;
    },
  };
}
