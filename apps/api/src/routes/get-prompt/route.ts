import { getPromptQuery, namedPromptQuery } from "@plumbline/contracts/langfuse-stored";
import { getPrompt as getPromptVerb } from "@plumbline/services/prompt";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { promptBody } from "../../langfuse/prompt-body.ts";

/** GET /api/public/v2/prompts/{name}; the first generation asked /api/public/prompts?name=… */
export function getPrompt(deps: RouteDeps, version: "v1" | "v2"): RouteOptions {
  return {
    method: "GET",
    url: version === "v1" ? "/api/public/prompts" : "/api/public/v2/prompts/:name",
    config: { operation: `get-prompt-${version}`, access: { auth: "key", scopes: ["prompts", "read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const query =
        version === "v1"
          ? parseQuery(namedPromptQuery, request.query)
          : { ...parseQuery(getPromptQuery, request.query), name: pathParameter(request, "name") };
      return promptBody(await getPromptVerb(ctx, { projectId: ctx.actor.projectId, ...query }));
    },
  };
}
