import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { defineModel } from "../../langfuse/define-model.ts";

/** POST /api/public/models: a price of the project's own, for what arrives from now on. */
export function createModel(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/models",
    config: { operation: "create-model", access: { auth: "key", scopes: ["admin"] } },
    handler: (request) => defineModel(deps, request),
  };
}
