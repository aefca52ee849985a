import { setImmediate as nextTurn } from "node:timers/promises";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { IngestEvent } from "@plumbline/contracts/events";
import type { IngestionAnswer } from "@plumbline/contracts/langfuse";
import { decodeClassicEvent } from "@plumbline/spans/decode-classic";
import type { FastifyRequest, RouteOptions } from "fastify";
import type { DecodeDeps, RouteDeps } from "../../deps.ts";
import { acceptInChunks } from "../../http/accept-in-chunks.ts";
import { actorOf } from "../../http/authenticate.ts";
import { parseJson } from "../../http/json.ts";
import { keepRefusedRequest } from "../../http/keep-refused-request.ts";
import { rejectedEvent } from "../../http/rejected-event.ts";

const eventsPerTurn = 100;

/** POST /api/public/ingestion: 207 with a verdict for every event, whatever the verdicts. */
export function ingestBatch(deps: RouteDeps): RouteOptions {
  return {
    method: "POST",
    url: "/api/public/ingestion",
    config: {
      operation: "ingest-batch",
      access: { auth: "key", scopes: ["ingest", "scores"], publicKey: "scores" },
    },
    handler: async (request, reply) => {
      const { projectId } = actorOf(request);
      const answer = await deps.bodies.withBody(request.raw, async (bytes) => {
        const refused = { projectId, source: "langfuse", door: "langfuse-batch", bytes } as const;
        const batch = await keepRefusedRequest(deps, refused, () => readBatch(deps, bytes));
        return ingest(deps, request, batch, bytes.length);
      });
      return reply.status(207).send(answer);
    },
  };
}

async function readBatch(deps: DecodeDeps, bytes: Buffer): Promise<unknown[]> {
  const body = await parseJson(bytes, deps.limits.API_MAX_DEPTH);
  if (isRecord(body) && Array.isArray(body["batch"])) return body["batch"];
  throw new PlumblineError("invalid_request", {
    message: "Invalid request data",
    details: { issues: ["batch: expected an array of events"] },
  });
}

/** The events of a batch, refused ones with their reason; what holds nothing to store is left out. */
export async function decodeLangfuseBatch(deps: DecodeDeps, bytes: Buffer): Promise<IngestEvent[]> {
  const nowUs = deps.clock.nowUs();
  const events: IngestEvent[] = [];
  for (const [index, item] of (await readBatch(deps, bytes)).entries()) {
    if (index > 0 && index % eventsPerTurn === 0) await nextTurn();
    const decoded = decodeClassicEvent(item, { nowUs });
    if (decoded.ok && "ignored" in decoded) continue;
    events.push(decoded.ok ? decoded.event : refusedItem(item, decoded, nowUs));
  }
  return events;
}

function refusedItem(item: unknown, { code, reason }: { code: string; reason: string }, timeUs: number) {
  const id = eventIdOf(item);
  const raw = JSON.stringify(item) ?? "";
  return rejectedEvent({ id: id === unknownId ? undefined : id, timeUs, code, reason, raw });
}

async function ingest(
  deps: RouteDeps,
  request: FastifyRequest,
  batch: readonly unknown[],
  requestBytes: number,
): Promise<IngestionAnswer> {
  const actor = actorOf(request);
  const scoresOnly = !actor.scopes.includes("ingest");
  const answer: IngestionAnswer = { successes: [], errors: [] };
  const events: IngestEvent[] = [];
  const ids: string[] = [];
  const statuses: number[] = [];
  const nowUs = deps.clock.nowUs();

  for (const [index, item] of batch.entries()) {
    if (index > 0 && index % eventsPerTurn === 0) await nextTurn();
    const id = eventIdOf(item);
    if (scoresOnly && !(isRecord(item) && item["type"] === "score-create")) {
      answer.errors.push({
        id,
        status: 403,
        message: "These credentials may only create scores.",
        error: "ForbiddenError",
      });
      continue;
    }
    const decoded = decodeClassicEvent(item, { nowUs });
    if (decoded.ok && "ignored" in decoded) {
      answer.successes.push({ id, status: 201 });
      continue;
    }
    ids.push(id);
    statuses.push(decoded.ok ? 400 : decoded.status);
    events.push(decoded.ok ? decoded.event : refusedItem(item, decoded, nowUs));
  }
  const { projectId } = actor;
  const result = await acceptInChunks(deps, { projectId, source: "langfuse", events, requestBytes });
  const refused = new Map(result.rejected.map((rejection) => [rejection.index, rejection]));
  for (const [index, id] of ids.entries()) {
    const refusal = refused.get(index);
    if (refusal === undefined) answer.successes.push({ id, status: 201 });
    else {
      const { code, reason } = refusal;
      answer.errors.push({ id, status: statuses[index] ?? 400, message: reason, error: code });
    }
  }
  return answer;
}

/** What clients get back for an event that carries no id of its own. */
const unknownId = "unknown";

function eventIdOf(item: unknown): string {
  const id = isRecord(item) ? item["id"] : undefined;
  return typeof id === "string" && id !== "" ? id : unknownId;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
