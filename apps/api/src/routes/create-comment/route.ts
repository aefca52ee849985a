import { PlumblineError } from "@plumbline/contracts/errors";
import { createCommentBody } from "@plumbline/contracts/langfuse-stored";
import { addCommentAbout } from "@plumbline/services/comment";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";
import { commentSubject } from "../../langfuse/comment-body.ts";

/** POST /api/public/comments */
export function createComment(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/comments",
    config: { operation: "create-comment", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request) => {
      const body = await readBody(deps, request, createCommentBody);
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      if (body.projectId !== undefined && body.projectId !== projectId) {
        throw new PlumblineError("not_found", { message: "The key does not belong to this project." });
      }
      const { id } = await addCommentAbout(ctx, {
        projectId,
        subject: commentSubject(body.objectType),
        subjectId: body.objectId,
        body: body.content,
        ...(body.authorUserId === undefined ? {} : { authorUserId: body.authorUserId }),
      });
      return { id };
    },
  };
}
