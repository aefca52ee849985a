import { createPromptBody } from "@plumbline/contracts/langfuse-stored";
import { createPromptVersion } from "@plumbline/services/prompt";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";
import { promptBody } from "../../langfuse/prompt-body.ts";
import { readPromptContent } from "../../langfuse/prompt-content.ts";

/** POST /api/public/v2/prompts, and /api/public/prompts: the next version of a prompt, or the first. */
export function createPrompt(deps: RouteDeps, version: "v1" | "v2"): RouteOptions {
  return {
    method: "POST",
    url: version === "v1" ? "/api/public/prompts" : "/api/public/v2/prompts",
    config: { operation: `create-prompt-${version}`, access: { auth: "key", scopes: ["prompts"] } },
    handler: async (request, reply) => {
      const {
        prompt,
        type,
        isActive,
        labels = [],
        ...body
      } = await readBody(deps, request, createPromptBody);
      const ctx = contextOf(request, deps);
      const item = await createPromptVersion(ctx, {
        projectId: ctx.actor.projectId,
        ...body,
        ...readPromptContent(type, prompt),
        labels: isActive === true ? [...labels, "production"] : labels,
      });
      return reply.status(201).send(promptBody(item));
    },
  };
}
