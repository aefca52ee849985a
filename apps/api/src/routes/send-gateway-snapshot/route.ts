import type { RouteOptions } from "fastify";
import type { GatewayFeed } from "../../gateway-feed.ts";

/** What gateways serve by. With If-None-Match the answer comes when there is another, else 304 after a while. */
export function sendGatewaySnapshot(feed: GatewayFeed): RouteOptions {
  return {
    method: "GET",
    url: "/internal/gateway/snapshot",
    config: { operation: "send-gateway-snapshot", access: { auth: "gateway" } },
    handler: async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once("close", () => gone.abort());
      const known = request.headers["if-none-match"]?.replaceAll('"', "");
      const snapshot = await feed.next(known, gone.signal);
      reply.header("cache-control", "no-store");
      if (snapshot === null) return reply.status(304).send();
      return reply
        .header("etag", `"${snapshot.version}"`)
        .type("application/json; charset=utf-8")
        .send(JSON.stringify(snapshot));
    },
  };
}
