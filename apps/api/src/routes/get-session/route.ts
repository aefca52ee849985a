import type { TraceFieldGroup } from "@plumbline/contracts/langfuse";
import { listBookmarksOfTraces } from "@plumbline/services/bookmark";
import { getSessionTraces } from "@plumbline/services/session";
import { listTraceTexts } from "@plumbline/services/trace";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { traceBase } from "../../langfuse/trace-body.ts";

/** More texts than those of so many traces make an answer that no client waits for. */
const maxTexts = 500;

/** GET /api/public/sessions/{sessionId}: the session with its traces. */
export function getSession(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/sessions/:sessionId",
    config: { operation: "get-session", access: { auth: "key", scopes: ["read"] } },
    handler: async (request, reply) => {
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const sessionId = pathParameter(request, "sessionId");
      const session = await getSessionTraces(ctx, { projectId, sessionId });
      const traceIds = session.traces.map(({ traceId }) => traceId);
      const withTexts = traceIds.length <= maxTexts;
      const [texts, bookmarks] = await Promise.all([
        listTraceTexts(ctx, { projectId, traceIds: withTexts ? traceIds : [] }),
        listBookmarksOfTraces(ctx, { projectId, traceIds }),
      ]);
      if (session.truncated) reply.header("x-plumbline-omitted", "traces");
      else if (!withTexts) reply.header("x-plumbline-omitted", "text");
      const groups = new Set<TraceFieldGroup>(withTexts ? ["io"] : []);
      const bookmarked = new Set(bookmarks);
      return {
        id: session.sessionId,
        createdAt: session.startedAt,
        projectId,
        environment: session.environment,
        traces: session.traces.map((trace) => {
          const text = texts.get(trace.traceId);
          const base = traceBase(trace, { projectId, text, groups, bookmarked });
          const { htmlPath: _path, latency: _latency, totalCost: _cost, ...body } = base;
          return body;
        }),
      };
    },
  };
}
