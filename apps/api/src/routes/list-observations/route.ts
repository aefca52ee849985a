import { PlumblineError } from "@plumbline/contracts/errors";
import { type SpanKind, spanKinds } from "@plumbline/contracts/events";
import { listObservationsQuery } from "@plumbline/contracts/langfuse";
import { listObservations as listObservationsVerb } from "@plumbline/services/observation";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery, refuseParameters } from "../../http/parse-query.ts";
import { sendPage } from "../../http/send-page.ts";
import { contextOf } from "../../http/service-context.ts";
import { observationBody } from "../../langfuse/observation-body.ts";

/** GET /api/public/observations. */
export function listObservations(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/observations",
    config: { operation: "list-observations", access: { auth: "key", scopes: ["read"] } },
    handler: async (request, reply) => {
      const query = parseQuery(listObservationsQuery, request.query);
      refuseParameters(query, ["filter"]);
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const page = await listObservationsVerb(ctx, {
        projectId,
        page: query.page,
        limit: query.limit,
        from: query.fromStartTime,
        to: query.toStartTime,
        name: query.name,
        userId: query.userId,
        kind: readKind(query.type),
        traceId: query.traceId,
        level: query.level,
        parentSpanId: query.parentObservationId,
        environments: query.environment,
        version: query.version,
      });
      return sendPage(
        reply,
        page,
        page.rows.map((row) => observationBody(row, projectId)),
      );
    },
  };
}

/** An unknown type must not silently mean all of them. */
function readKind(type: string | undefined): SpanKind | undefined {
  if (type === undefined) return undefined;
  const kind = spanKinds.find((known) => known === type.toUpperCase());
  if (kind !== undefined) return kind;
  throw new PlumblineError("invalid_request", {
    message: `There is no observation type "${type.slice(0, 40)}".`,
    details: { allowed: spanKinds.filter((known) => known !== "TRACE") },
  });
}
