import { listSessionsQuery, type SessionBody } from "@plumbline/contracts/langfuse-reads";
import { listStartedSessions } from "@plumbline/services/session";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { sendPage } from "../../http/send-page.ts";
import { contextOf } from "../../http/service-context.ts";

/** GET /api/public/sessions. */
export function listSessions(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/sessions",
    config: { operation: "list-sessions", access: { auth: "key", scopes: ["read"] } },
    handler: async (request, reply) => {
      const query = parseQuery(listSessionsQuery, request.query);
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const page = await listStartedSessions(ctx, {
        projectId,
        page: query.page,
        limit: query.limit,
        from: query.fromTimestamp,
        to: query.toTimestamp,
        environments: query.environment,
      });
      const data: SessionBody[] = page.rows.map(({ sessionId, startedAt, environment }) => ({
        id: sessionId,
        createdAt: startedAt,
        projectId,
        environment,
      }));
      return sendPage(reply, page, data);
    },
  };
}
