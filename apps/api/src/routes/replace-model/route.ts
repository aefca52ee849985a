import { PlumblineError } from "@plumbline/contracts/errors";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { defineModel } from "../../langfuse/define-model.ts";
import { listPublicModels } from "../../langfuse/public-models.ts";

/** PUT /api/public/models/{id}: the definition of that id, new or instead of the one before. */
export function replaceModel(deps: RouteDeps): RouteOptions {
  return {
    method: "PUT",
    url: "/api/public/models/:modelId",
    config: { operation: "replace-model", access: { auth: "key", scopes: ["admin"] } },
    handler: (request) => {
      const id = pathParameter(request, "modelId");
      if (listPublicModels(deps.clock).some((model) => model.id === id)) {
        throw new PlumblineError("invalid_request", {
          message: "A model of the public price book cannot be changed; define one of your own instead.",
        });
      }
      return defineModel(deps, request, id);
    },
  };
}
