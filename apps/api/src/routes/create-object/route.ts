import { randomUUID } from "node:crypto";
import { acceptEvents } from "@plumbline/ingestion/accept-events";
import { decodeClassicEvent } from "@plumbline/spans/decode-classic";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { actorOf } from "../../http/authenticate.ts";
import { invalidBody, readJsonObject } from "../../http/read-json-body.ts";

interface ObjectRoute {
  method: "POST" | "PATCH";
  /** Below /api/public. */
  path: string;
  /** Of the event that a batch would carry. */
  type: string;
  /** Under which the body of an update names its object. */
  idField?: string;
}

/** One object a request, as clients sent them before there were batches. */
export const objectRoutes: readonly ObjectRoute[] = [
  { method: "POST", path: "traces", type: "trace-create" },
  { method: "POST", path: "events", type: "event-create" },
  { method: "POST", path: "spans", type: "span-create" },
  { method: "PATCH", path: "spans", type: "span-update", idField: "spanId" },
  { method: "POST", path: "generations", type: "generation-create" },
  { method: "PATCH", path: "generations", type: "generation-update", idField: "generationId" },
];

/** Answers with the id once the object is durable. The same as a batch of one event. */
export function createObject(
  deps: RouteDeps,
  { method, path, type, idField = "id" }: ObjectRoute,
): RouteOptions {
  return {
    method,
    url: `/api/public/${path}`,
    config: { operation: type, access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request) => {
      const { projectId } = actorOf(request);
      const body = await readJsonObject(request, deps);
      const given = body[idField] ?? undefined;
      if (given !== undefined && typeof given !== "string")
        throw invalidBody(`${idField}: expected a string`);
      if (method === "PATCH") requireTarget(body, idField);
      const id = given || randomUUID();
      const nowUs = deps.clock.nowUs();
      const timestamp = new Date(nowUs / 1_000).toISOString();
      const decoded = decodeClassicEvent(
        { id: randomUUID(), type, timestamp, body: { ...body, id } },
        { nowUs },
      );
      if (!decoded.ok) throw invalidBody(decoded.reason);
      if ("ignored" in decoded) throw invalidBody(`not a ${type}`);
      const result = await acceptEvents(deps, { projectId, source: "api", events: [decoded.event] });
      const [refusal] = result.rejected;
      if (refusal !== undefined) throw invalidBody(refusal.reason);
      return { id };
    },
  };
}

/** Objects are told apart by trace and id: an update without its trace would make another one. */
function requireTarget(body: Record<string, unknown>, idField: string): void {
  for (const name of [idField, "traceId"]) {
    if (typeof body[name] !== "string" || body[name] === "") throw invalidBody(`${name}: is needed`);
  }
}
