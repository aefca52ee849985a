import { reportMediaBody } from "@plumbline/contracts/langfuse-media";
import { reportMediaUpload } from "@plumbline/services/media";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { readBody } from "../../http/read-body.ts";
import { contextOf } from "../../http/service-context.ts";

/** PATCH /api/public/media/{mediaId}: how the client says that its upload went. */
export function reportMedia(deps: RouteDeps): RouteOptions {
  return {
    method: "PATCH",
    url: "/api/public/media/:mediaId",
    config: { operation: "report-media", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request) => {
      const { uploadHttpStatus, uploadHttpError } = await readBody(deps, request, reportMediaBody);
      const ctx = contextOf(request, deps);
      await reportMediaUpload(ctx, {
        projectId: ctx.actor.projectId,
        mediaId: pathParameter(request, "mediaId"),
        httpStatus: uploadHttpStatus,
        httpError: uploadHttpError ?? null,
      });
      return {};
    },
  };
}
