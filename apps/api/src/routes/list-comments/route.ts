import { listCommentsQuery } from "@plumbline/contracts/langfuse-stored";
import { listComments as listCommentsVerb } from "@plumbline/services/comment";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { commentBody, commentSubject } from "../../langfuse/comment-body.ts";
import { pagedBody } from "../../langfuse/paged-body.ts";

/** GET /api/public/comments */
export function listComments(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/comments",
    config: { operation: "list-comments", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const { objectType, objectId, ...query } = parseQuery(listCommentsQuery, request.query);
      const page = await listCommentsVerb(ctx, {
        projectId: ctx.actor.projectId,
        ...query,
        subject: objectType === undefined ? undefined : commentSubject(objectType),
        subjectId: objectId,
      });
      return pagedBody(page, commentBody);
    },
  };
}
