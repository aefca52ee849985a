import { announceMediaBody } from "@plumbline/contracts/langfuse-media";
import { announceMedia as announceMediaVerb } from "@plumbline/services/media";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { readBody } from "../../http/read-body.ts";
import { tooLarge } from "../../http/receive.ts";
import { contextOf } from "../../http/service-context.ts";
import { mediaUrl } from "../../langfuse/media-url.ts";

/** POST /api/public/media: the id of a file, and where to upload it; null when it is stored already. */
export function announceMedia(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/media",
    config: { operation: "announce-media", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request, reply) => {
      const body = await readBody(deps, request, announceMediaBody);
      const { contentType, contentLength, field, traceId, datasetId, datasetItemId } = body;
      if (contentLength > deps.limits.MEDIA_MAX_BYTES) throw tooLarge(deps.limits.MEDIA_MAX_BYTES);
      const ctx = contextOf(request, deps);
      const { mediaId, uploadToken } = await announceMediaVerb(
        { ...ctx, mediaSecret: deps.pepper },
        {
          projectId: ctx.actor.projectId,
          sha256: Buffer.from(body.sha256Hash, "base64").toString("hex"),
          contentType,
          contentLength,
          usedIn:
            traceId === undefined
              ? { field, datasetId: datasetId ?? "", datasetItemId: datasetItemId ?? "" }
              : {
                  field,
                  traceId,
                  ...(body.observationId === undefined ? {} : { observationId: body.observationId }),
                },
        },
      );
      return reply.status(201).send({
        mediaId,
        uploadUrl: uploadToken === null ? null : mediaUrl(request, "uploads", uploadToken),
      });
    },
  };
}
