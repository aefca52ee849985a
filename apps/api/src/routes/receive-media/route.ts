import { completeMediaUpload, openMediaUpload } from "@plumbline/services/media";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { mediaPaths } from "../../langfuse/media-url.ts";

/**
 * PUT to the address that announce-media gave. The bytes go to the store as they come and count only when
 * length and SHA-256 are those announced; an address works once.
 */
export function receiveMedia(deps: RouteDeps): RouteOptions {
  return {
    method: "PUT",
    url: `${mediaPaths.uploads}/:token`,
    config: { operation: "receive-media", access: { auth: "signed-address" } },
    handler: async (request, reply) => {
      const { raw } = request;
      // What is refused is read to its end all the same: a client that still sends hears no answer.
      raw.once("error", () => undefined);
      try {
        const signed = { ...deps, mediaSecret: deps.pepper };
        const file = await openMediaUpload(signed, { token: pathParameter(request, "token") });
        await deps.media.put(file, raw, file.contentLength);
        await completeMediaUpload(signed, file);
      } catch (error) {
        reply.header("connection", "close");
        raw.resume();
        throw error;
      }
      return reply.status(200).send();
    },
  };
}
