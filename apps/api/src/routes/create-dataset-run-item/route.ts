import { createDatasetRunItemBody } from "@plumbline/contracts/langfuse-stored";
import { addDatasetRunItem } from "@plumbline/services/dataset-run";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";

/** POST /api/public/dataset-run-items: the run of that name is made by its first item. */
export function createDatasetRunItem(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/dataset-run-items",
    config: { operation: "create-dataset-run-item", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request) => {
      const body = await readBody(deps, request, createDatasetRunItemBody);
      const ctx = contextOf(request, deps);
      return addDatasetRunItem(ctx, { projectId: ctx.actor.projectId, ...body });
    },
  };
}
