import { PlumblineError } from "@plumbline/contracts/errors";
import { decodeLangsmithFeedback, decodeLangsmithRun } from "@plumbline/spans/decode-langsmith";
import type { FastifyRequest, RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { type DoorItem, idIn } from "../../http/accept-decoded.ts";
import { parseJson } from "../../http/json.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { receiveItems, verdictStatus } from "../../http/receive-items.ts";
import { readMultipart } from "../../langsmith/read-multipart.ts";

interface Shape {
  method: "POST" | "PATCH";
  url: string;
  read(deps: RouteDeps, request: FastifyRequest, bytes: Buffer): Promise<DoorItem[]>;
}

/** How LangSmith's clients send runs, newest form first. */
const shapes: readonly Shape[] = [
  { method: "POST", url: "/runs/multipart", read: readParts },
  { method: "POST", url: "/runs/batch", read: readBatch },
  { method: "POST", url: "/runs", read: readCreate },
  { method: "PATCH", url: "/runs/:runId", read: readUpdate },
];

/** 202 when at least one run was taken, 422 when none was; the refused ones are named in both. */
export function ingestLangsmithRuns(deps: RouteDeps): RouteOptions[] {
  return shapes.map(({ method, url, read }) => ({
    method,
    url,
    config: { operation: "ingest-langsmith-runs", access: { auth: "key", scopes: ["ingest"] } },
    handler: async (request, reply) => {
      const verdict = await receiveItems(deps, request, "langsmith", (bytes) => read(deps, request, bytes));
      const { errors } = verdict;
      if (errors.length === 0) return reply.status(202).send({ message: "Runs batch ingested" });
      return reply
        .status(verdictStatus(verdict, 202))
        .send({ message: `${errors.length} refused: ${errors[0]?.message}`, errors });
    },
  }));
}

async function readParts(deps: RouteDeps, request: FastifyRequest, bytes: Buffer): Promise<DoorItem[]> {
  const type = request.headers["content-type"] ?? "";
  const nowUs = deps.clock.nowUs();
  const runs = await readMultipart(bytes, type, deps.limits.API_MAX_DEPTH);
  return runs.map(({ kind, id, body }) => ({
    id,
    raw: body,
    decode: () =>
      kind === "feedback"
        ? decodeLangsmithFeedback(body, { nowUs, id })
        : decodeLangsmithRun(kind === "post" ? "create" : "update", body, { nowUs }),
  }));
}

async function readBatch(deps: RouteDeps, _request: FastifyRequest, bytes: Buffer): Promise<DoorItem[]> {
  const body = await parseJson(bytes, deps.limits.API_MAX_DEPTH);
  const lists = typeof body === "object" && body !== null ? body : {};
  const nowUs = deps.clock.nowUs();
  const items = (list: unknown, op: "create" | "update"): DoorItem[] => {
    if (list === undefined || list === null) return [];
    if (!Array.isArray(list)) throw expected("post and patch must be arrays of runs.");
    return list.map((run: unknown) => ({
      id: idIn(run),
      raw: run,
      decode: () => decodeLangsmithRun(op, run, { nowUs }),
    }));
  };
  const posts = items("post" in lists ? lists.post : undefined, "create");
  const patches = items("patch" in lists ? lists.patch : undefined, "update");
  if (!("post" in lists) && !("patch" in lists)) throw expected("post or patch is needed.");
  return [...posts, ...patches];
}

async function readCreate(deps: RouteDeps, _request: FastifyRequest, bytes: Buffer): Promise<DoorItem[]> {
  const run = await parseJson(bytes, deps.limits.API_MAX_DEPTH);
  const nowUs = deps.clock.nowUs();
  return [{ id: idIn(run), raw: run, decode: () => decodeLangsmithRun("create", run, { nowUs }) }];
}

async function readUpdate(deps: RouteDeps, request: FastifyRequest, bytes: Buffer): Promise<DoorItem[]> {
  const run = await parseJson(bytes, deps.limits.API_MAX_DEPTH);
  const nowUs = deps.clock.nowUs();
  const runId = pathParameter(request, "runId");
  return [{ id: runId, raw: run, decode: () => decodeLangsmithRun("update", run, { nowUs, runId }) }];
}

function expected(message: string): PlumblineError {
  return new PlumblineError("invalid_request", { message });
}
