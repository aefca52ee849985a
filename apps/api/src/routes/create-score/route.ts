import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { acceptEvents } from "@plumbline/ingestion/accept-events";
import { decodeClassicEvent } from "@plumbline/spans/decode-classic";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { actorOf } from "../../http/authenticate.ts";
import { parseJson } from "../../http/json.ts";

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
      const body = await deps.bodies.withBody(request.raw, (bytes) =>
        parseJson(bytes, deps.limits.API_MAX_DEPTH),
      );
      if (typeof body !== "object" || body === null || Array.isArray(body))
        throw invalid("expected an object");
      const given = "id" in body ? body.id : undefined;
      if (given !== undefined && given !== null && typeof given !== "string")
        throw invalid("id: expected a string");
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
      if (!decoded.ok) throw invalid(decoded.reason);
      if ("ignored" in decoded) throw invalid("not a score");
      const result = await acceptEvents(deps, { projectId, source: "api", events: [decoded.event] });
      const [refusal] = result.rejected;
      if (refusal !== undefined) throw invalid(refusal.reason);
      return reply.send({ id });
    },
  };
}

function invalid(reason: string): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: "Invalid request data",
    details: { issues: [reason] },
  });
}
