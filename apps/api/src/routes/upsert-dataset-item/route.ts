import { createDatasetItemBody } from "@plumbline/contracts/langfuse-stored";
import { upsertDatasetItem as upsertDatasetItemVerb } from "@plumbline/services/dataset-item";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";
import { datasetItemBody } from "../../langfuse/dataset-item-body.ts";

/** POST /api/public/dataset-items: a new item, or a new version of the item with that id. */
export function upsertDatasetItem(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/dataset-items",
    config: { operation: "upsert-dataset-item", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request) => {
      const { status, ...body } = await readBody(deps, request, createDatasetItemBody);
      const ctx = contextOf(request, deps);
      const item = await upsertDatasetItemVerb(ctx, {
        projectId: ctx.actor.projectId,
        ...body,
        ...(status === undefined ? {} : { status: status === "ACTIVE" ? "active" : "archived" }),
      });
      return datasetItemBody(deps, request, item);
    },
  };
}
