import { requestTraceDeletion } from "@plumbline/services/trace-deletion";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { invalidBody, readJsonObject } from "../../http/read-json-body.ts";
import { contextOf } from "../../http/service-context.ts";

const maxTraceIds = 1_000;

/**
 * DELETE /api/public/traces/{traceId}: gone from every read with the answer, erased after an hour. An id
 * that is not known is marked all the same, since what was sent of it may still be under way.
 */
export function deleteTrace(deps: RouteDeps): RouteOptions {
  return {
    method: "DELETE",
    url: "/api/public/traces/:traceId",
    config: { operation: "delete-trace", access: { auth: "key", scopes: ["admin"] } },
    handler: async (request) => {
      const ctx = contextOf(request, deps);
      const traceIds = [pathParameter(request, "traceId")];
      await requestTraceDeletion(ctx, { projectId: ctx.actor.projectId, traceIds });
      return { message: "Trace deleted successfully" };
    },
  };
}

/** DELETE /api/public/traces with `{traceIds}`. */
export function deleteTraces(deps: RouteDeps): RouteOptions {
  return {
    method: "DELETE",
    url: "/api/public/traces",
    config: { operation: "delete-traces", access: { auth: "key", scopes: ["admin"] } },
    handler: async (request) => {
      const { traceIds } = await readJsonObject(request, deps);
      const isIds = Array.isArray(traceIds) && traceIds.every((id) => typeof id === "string" && id !== "");
      if (!isIds || traceIds.length === 0 || traceIds.length > maxTraceIds)
        throw invalidBody(`traceIds: expected 1 to ${maxTraceIds} ids`);
      const ctx = contextOf(request, deps);
      await requestTraceDeletion(ctx, { projectId: ctx.actor.projectId, traceIds });
      return { message: "Traces deleted successfully" };
    },
  };
}
