import { listPromptsQuery } from "@plumbline/contracts/langfuse-stored";
import { listPrompts as listPromptsVerb } from "@plumbline/services/prompt";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { pagedBody } from "../../langfuse/paged-body.ts";

/** GET /api/public/v2/prompts. Generations of clients look for the page under one key or the other. */
export function listPrompts(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/v2/prompts",
    config: { operation: "list-prompts", access: { auth: "key", scopes: ["prompts", "read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const query = parseQuery(listPromptsQuery, request.query);
      const page = await listPromptsVerb(ctx, { projectId: ctx.actor.projectId, ...query });
      const body = pagedBody(page, (prompt) => prompt);
      return { ...body, pagination: body.meta };
    },
  };
}
