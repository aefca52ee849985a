import { PlumblineError } from "@plumbline/contracts/errors";
import { decodeOpenaiAgentsItem } from "@plumbline/spans/decode-openai-agents";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { type DoorItem, idIn } from "../../http/accept-decoded.ts";
import { parseJson } from "../../http/json.ts";
import { receiveItems, verdictStatus } from "../../http/receive-items.ts";

/** POST /v1/traces/ingest: what the OpenAI Agents SDKs export, traces and ended spans in one list. */
export function ingestOpenaiAgents(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/v1/traces/ingest",
    config: { operation: "ingest-openai-agents", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request, reply) => {
      const verdict = await receiveItems(deps, request, "openai-agents", async (bytes) =>
        itemsOf(deps, await parseJson(bytes, deps.limits.API_MAX_DEPTH)),
      );
      const { errors } = verdict;
      return reply.status(verdictStatus(verdict, 200)).send(errors.length === 0 ? {} : { errors });
    },
  };
}

function itemsOf(deps: RouteDeps, body: unknown): DoorItem[] {
  const data = typeof body === "object" && body !== null && "data" in body ? body.data : undefined;
  if (!Array.isArray(data)) {
    throw new PlumblineError("invalid_request", { message: "data must be an array of traces and spans." });
  }
  const nowUs = deps.clock.nowUs();
  const starts = startsOf(data);
  return data.map((item: unknown) => {
    const id = idIn(item);
    const traceStartUs = id === undefined ? undefined : starts.get(id);
    return { id, raw: item, decode: () => decodeOpenaiAgentsItem(item, { nowUs, traceStartUs }) };
  });
}

/** When the first span of each trace in this request began. */
function startsOf(data: readonly unknown[]): Map<string, number> {
  const starts = new Map<string, number>();
  for (const item of data) {
    if (typeof item !== "object" || item === null || !("trace_id" in item && "started_at" in item)) continue;
    const { trace_id: traceId, started_at: startedAt } = item;
    const startMs = typeof startedAt === "string" ? Date.parse(startedAt) : Number.NaN;
    if (typeof traceId !== "string" || Number.isNaN(startMs)) continue;
    starts.set(traceId, Math.min(starts.get(traceId) ?? Number.POSITIVE_INFINITY, startMs * 1_000));
  }
  return starts;
}
