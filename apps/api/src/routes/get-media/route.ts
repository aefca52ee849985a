import type { MediaBody } from "@plumbline/contracts/langfuse-media";
import { getMedia as getMediaVerb } from "@plumbline/services/media";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { mediaUrl } from "../../langfuse/media-url.ts";

/** GET /api/public/media/{mediaId}: what it is, and an address that opens it for an hour. */
export function getMedia(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/media/:mediaId",
    config: { operation: "get-media", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const { downloadToken, downloadExpiresAt, ...media } = await getMediaVerb(
        { ...ctx, mediaSecret: deps.pepper },
        { projectId: ctx.actor.projectId, mediaId: pathParameter(request, "mediaId") },
      );
      const body: MediaBody = {
        ...media,
        url: mediaUrl(request, "files", downloadToken),
        urlExpiry: downloadExpiresAt,
      };
      return body;
    },
  };
}
