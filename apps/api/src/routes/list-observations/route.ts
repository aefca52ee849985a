import { listObservationsQuery } from "@plumbline/contracts/langfuse";
import {
  listObservations as listObservationsVerb,
  listObservationsWhere,
} from "@plumbline/services/observation";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { sendPage } from "../../http/send-page.ts";
import { contextOf } from "../../http/service-context.ts";
import { observationBodies } from "../../langfuse/observation-bodies.ts";
import { readKind } from "../../langfuse/read-kind.ts";

/** GET /api/public/observations. */
export function listObservations(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/observations",
    config: { operation: "list-observations", access: { auth: "key", scopes: ["read"] } },
    handler: async (request, reply) => {
      const query = parseQuery(listObservationsQuery, request.query);
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const asked = {
        projectId,
        page: query.page,
        limit: query.limit,
        from: query.fromStartTime,
        to: query.toStartTime,
      };
      // The filter takes the place of all parameters that it could say as well.
      const page = query.filter
        ? await listObservationsWhere(ctx, { ...asked, conditions: query.filter })
        : await listObservationsVerb(ctx, {
            ...asked,
            name: query.name,
            userId: query.userId,
            kind: readKind(query.type),
            traceId: query.traceId,
            level: query.level,
            parentSpanId: query.parentObservationId,
            environments: query.environment,
            version: query.version,
          });
      return sendPage(reply, page, await observationBodies(ctx, page.rows));
    },
  };
}
