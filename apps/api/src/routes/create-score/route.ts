import { randomUUID } from "node:crypto";
import { acceptEvents } from "@plumbline/ingestion/accept-events";
import { decodeClassicEvent } from "@plumbline/spans/decode-classic";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { actorOf } from "../../http/authenticate.ts";
import { invalidBody, readJsonObject } from "../../http/read-json-body.ts";

/** POST /api/public/scores. The same id again replaces the score, however often it is sent. */
export function createScore(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/scores",
    config: {
      operation: "create-score",
      access: { auth: "key", scopes: ["scores", "ingest"], publicKey: "scores" },
    },
    handler: async (request, reply) => {
      const { projectId } = actorOf(request);
      const body = await readJsonObject(request, deps);
      const given = body["id"];
      if (given !== undefined && given !== null && typeof given !== "string")
        throw invalidBody("id: expected a string");
      const id = given || randomUUID();
      const nowUs = deps.clock.nowUs();
      const decoded = decodeClassicEvent(
        {
          id: `score-${id}`,
          type: "score-create",
          timestamp: new Date(nowUs / 1_000).toISOString(),
          body: { ...body, id },
        },
        { nowUs },
      );
      if (!decoded.ok) throw invalidBody(decoded.reason);
      if ("ignored" in decoded) throw invalidBody("not a score");
      const result = await acceptEvents(deps, { projectId, source: "api", events: [decoded.event] });
      const [refusal] = result.rejected;
      if (refusal !== undefined) throw invalidBody(refusal.reason);
      return reply.send({ id });
    },
  };
}
