import { getComment as getCommentVerb } from "@plumbline/services/comment";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { commentBody } from "../../langfuse/comment-body.ts";

/** GET /api/public/comments/{id} */
export function getComment(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/comments/:commentId",
    config: { operation: "get-comment", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const commentId = pathParameter(request, "commentId");
      return commentBody(await getCommentVerb(ctx, { projectId: ctx.actor.projectId, commentId }));
    },
  };
}
