import { labelPromptBody, promptPath } from "@plumbline/contracts/langfuse-stored";
import { addPromptLabels } from "@plumbline/services/prompt";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";
import { promptBody } from "../../langfuse/prompt-body.ts";

/** PATCH /api/public/v2/prompts/{name}/versions/{version} */
export function labelPrompt(deps: RouteDeps): RouteOptions {
  return {
    method: "PATCH",
    url: "/api/public/v2/prompts/:name/versions/:version",
    config: { operation: "label-prompt", access: { auth: "key", scopes: ["prompts"] } },
    handler: async (request) => {
      const { newLabels } = await readBody(deps, request, labelPromptBody);
      const ctx = contextOf(request, deps);
      const item = await addPromptLabels(ctx, {
        projectId: ctx.actor.projectId,
        name: pathParameter(request, "name"),
        version: parseQuery(promptPath, request.params).version,
        labels: newLabels,
      });
      return promptBody(item);
    },
  };
}
