import { promptQuery } from "@plumbline/contracts/langfuse-stored";
import { removePrompt } from "@plumbline/services/prompt";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";

/** DELETE /api/public/v2/prompts/{name}?version=…&label=…, the whole prompt without either. */
export function deletePrompt(deps: RouteDeps): RouteOptions {
  return {
    method: "DELETE",
    url: "/api/public/v2/prompts/:name",
    config: { operation: "delete-prompt", access: { auth: "key", scopes: ["prompts"] } },
    handler: async (request, reply) => {
      const ctx = contextOf(request, deps);
      await removePrompt(ctx, {
        projectId: ctx.actor.projectId,
        name: pathParameter(request, "name"),
        ...parseQuery(promptQuery, request.query),
      });
      return reply.status(204).send();
    },
  };
}
