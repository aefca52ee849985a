import { PlumblineError } from "@plumbline/contracts/errors";
import { decodeOpikScore, decodeOpikSpan, decodeOpikTrace } from "@plumbline/spans/decode-opik";
import type { FastifyReply, RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { findTrace } from "../../doors/find-trace.ts";
import { type DoorItem, idIn } from "../../http/accept-decoded.ts";
import { parseJson } from "../../http/json.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { receiveItems, type Verdict, verdictStatus } from "../../http/receive-items.ts";

const decoders = { traces: decodeOpikTrace, spans: decodeOpikSpan } as const;
const kinds = ["traces", "spans"] as const;
type Kind = (typeof kinds)[number];

/** Opik's own paths: batches of traces and spans, changes to one of them, and scores of both. */
export function ingestOpik(deps: RouteDeps): RouteOptions[] {
  return kinds.flatMap((kind) => [takeBatch(deps, kind), takeUpdate(deps, kind), takeScores(deps, kind)]);
}

function takeBatch(deps: RouteDeps, kind: Kind): RouteOptions {
  return {
    method: ["POST", "PUT"],
    url: `/api/v1/private/${kind}/batch`,
    config: { operation: `ingest-opik-${kind}`, access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request, reply) =>
      answer(
        reply,
        await receiveItems(deps, request, "opik", async (bytes) => {
          const nowUs = deps.clock.nowUs();
          const items = listIn(await parseJson(bytes, deps.limits.API_MAX_DEPTH), kind);
          return items.map((raw) => ({
            id: idIn(raw),
            raw,
            decode: () => decoders[kind](raw, { nowUs, op: "create" }),
          }));
        }),
      ),
  };
}

function takeUpdate(deps: RouteDeps, kind: Kind): RouteOptions {
  return {
    method: "PATCH",
    url: `/api/v1/private/${kind}/:id`,
    config: { operation: `update-opik-${kind}`, access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request, reply) =>
      answer(
        reply,
        await receiveItems(deps, request, "opik", async (bytes) => {
          const id = pathParameter(request, "id");
          const raw = await parseJson(bytes, deps.limits.API_MAX_DEPTH);
          const nowUs = deps.clock.nowUs();
          return [{ id, raw, decode: () => decoders[kind](raw, { nowUs, op: "update", id }) }];
        }),
      ),
  };
}

const maxScores = 1_000;

function takeScores(deps: RouteDeps, kind: Kind): RouteOptions {
  return {
    method: ["POST", "PUT"],
    url: `/api/v1/private/${kind}/feedback-scores`,
    config: { operation: `score-opik-${kind}`, access: { auth: "key", scopes: ["scores", "ingest"] } },
    handler: async (request, reply) =>
      answer(
        reply,
        await receiveItems(deps, request, "opik", async (bytes, projectId) => {
          const scores = listIn(await parseJson(bytes, deps.limits.API_MAX_DEPTH), "scores");
          if (scores.length > maxScores) throw invalid(`scores: at most ${maxScores} in one request.`);
          const traces = kind === "spans" ? await tracesOf(deps, projectId, scores) : new Map();
          return scores.map((raw) => scoreItem(deps, kind, raw, traces));
        }),
      ),
  };
}

function scoreItem(
  deps: RouteDeps,
  kind: Kind,
  raw: unknown,
  traces: ReadonlyMap<string, string | undefined>,
): DoorItem {
  const id = idIn(raw);
  const nowUs = deps.clock.nowUs();
  const traceId = id === undefined ? undefined : traces.get(id);
  const of = kind === "spans" ? "span" : "trace";
  return { id, raw, decode: () => decodeOpikScore(raw, { nowUs, of, traceId }) };
}

/** One after the other: after the first wait the rest of the batch is stored too. */
async function tracesOf(
  deps: RouteDeps,
  projectId: string,
  scores: readonly unknown[],
): Promise<Map<string, string | undefined>> {
  const traces = new Map<string, string | undefined>();
  let misses = 0;
  for (const score of scores) {
    const id = idIn(score);
    if (id === undefined || traces.has(id) || misses > 2) continue;
    const traceId = await findTrace(deps, projectId, id);
    if (traceId === undefined) misses += 1;
    traces.set(id, traceId);
  }
  return traces;
}

function answer(reply: FastifyReply, verdict: Verdict): FastifyReply {
  const { errors } = verdict;
  if (errors.length === 0) return reply.status(204).send();
  return reply.status(verdictStatus(verdict, 200)).send({ code: 422, message: errors[0]?.message, errors });
}

function listIn(body: unknown, name: string): unknown[] {
  const list: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  if (Array.isArray(list)) return list;
  throw invalid(`${name} must be an array.`);
}

function invalid(message: string): PlumblineError {
  return new PlumblineError("invalid_request", { message });
}
