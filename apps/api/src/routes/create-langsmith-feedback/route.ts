import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { decodeLangsmithFeedback } from "@plumbline/spans/decode-langsmith";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { findTrace } from "../../doors/find-trace.ts";
import { acceptDecoded, idIn } from "../../http/accept-decoded.ts";
import { actorOf } from "../../http/authenticate.ts";
import { parseJson } from "../../http/json.ts";

/** POST /feedback: a score. The same id again replaces it. */
export function createLangsmithFeedback(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/feedback",
    config: {
      operation: "create-langsmith-feedback",
      access: { auth: "key", scopes: ["scores", "ingest"] },
    },
    handler: async (request, reply) => {
      const { projectId } = actorOf(request);
      const { body, requestBytes } = await deps.bodies.withBody(request.raw, async (bytes) => ({
        body: await parseJson(bytes, deps.limits.API_MAX_DEPTH),
        requestBytes: bytes.length,
      }));
      const id = idIn(body) ?? randomUUID();
      const traceId = await traceOf(deps, projectId, body);
      const nowUs = deps.clock.nowUs();
      const decode = () => decodeLangsmithFeedback(body, { nowUs, id, traceId });
      const items = [{ id, raw: body, decode }];
      const [refusal] = await acceptDecoded(deps, { projectId, source: "langsmith", items, requestBytes });
      if (refusal !== undefined) throw new PlumblineError("invalid_request", { message: refusal.message });
      return reply.send({ id });
    },
  };
}

/** Clients often name the run alone. A run that is not stored yet is taken for the root of its trace. */
async function traceOf(deps: RouteDeps, projectId: string, body: unknown): Promise<string | undefined> {
  if (typeof body !== "object" || body === null) return undefined;
  if ("trace_id" in body && typeof body.trace_id === "string") return undefined;
  const runId = "run_id" in body ? body.run_id : undefined;
  return typeof runId === "string" && runId !== "" ? findTrace(deps, projectId, runId) : undefined;
}
