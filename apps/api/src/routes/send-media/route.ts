import { PlumblineError } from "@plumbline/contracts/errors";
import { openMediaDownload } from "@plumbline/services/media";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { mediaPaths } from "../../langfuse/media-url.ts";

/** What browsers draw or play, and do nothing else with. */
const shown = /^(?:image\/(?:png|jpe?g|webp|gif|avif|bmp)|audio\/[\w-]+|video\/[\w-]+)$/;

/**
 * GET of the bytes at a signed address. They come from anywhere: never run, never guessed at, shown only
 * where showing is all that a browser can do.
 */
export function sendMedia(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: `${mediaPaths.files}/:token`,
    config: { operation: "send-media", access: { auth: "signed-address" } },
    handler: async (request, reply) => {
      const signed = { ...deps, mediaSecret: deps.pepper };
      const file = await openMediaDownload(signed, { token: pathParameter(request, "token") });
      const bytes = await deps.media.open(file);
      if (bytes === null) {
        request.log.error({ mediaId: file.mediaId }, "a stored file is missing from the media store");
        throw new PlumblineError("not_found", { message: "This file is no longer in the media store." });
      }
      const { contentType, contentLength, mediaId } = file;
      return reply
        .headers({
          "content-type": contentType,
          "content-length": contentLength,
          "content-disposition": `${shown.test(contentType) ? "inline" : "attachment"}; filename="${mediaId}"`,
          "x-content-type-options": "nosniff",
          "content-security-policy": "default-src 'none'; sandbox",
          "cross-origin-resource-policy": "cross-origin",
          "referrer-policy": "no-referrer",
          "cache-control": "private, max-age=3600, immutable",
        })
        .send(bytes);
    },
  };
}
