import {
  listTracesQuery,
  type TraceFieldGroup,
  type TraceListItemBody,
  traceFieldGroups,
  type traceOrderFields,
} from "@plumbline/contracts/langfuse";
import { listObservationIds } from "@plumbline/services/observation";
import { listScoresOfTraces } from "@plumbline/services/score";
import {
  listTraces as listTracesVerb,
  listTraceTexts,
  type TraceSortColumn,
} from "@plumbline/services/trace";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery, refuseParameters } from "../../http/parse-query.ts";
import { sendPage } from "../../http/send-page.ts";
import { contextOf } from "../../http/service-context.ts";
import { traceBase } from "../../langfuse/trace-body.ts";

const sortColumns: Record<(typeof traceOrderFields)[number], TraceSortColumn> = {
  timestamp: "startTime",
  name: "name",
  userId: "userId",
  sessionId: "sessionId",
  id: "traceId",
  release: "release",
  version: "version",
  latency: "durationMs",
  totalCost: "cost",
};

/** GET /api/public/traces. */
export function listTraces(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/traces",
    config: { operation: "list-traces", access: { auth: "key", scopes: ["read"] } },
    handler: async (request, reply) => {
      const query = parseQuery(listTracesQuery, request.query);
      refuseParameters(query, ["filter"]);
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const page = await listTracesVerb(ctx, {
        projectId,
        page: query.page,
        limit: query.limit,
        from: query.fromTimestamp,
        to: query.toTimestamp,
        userId: query.userId,
        name: query.name,
        sessionId: query.sessionId,
        tags: query.tags,
        version: query.version,
        release: query.release,
        environments: query.environment,
        orderBy: query.orderBy && {
          column: sortColumns[query.orderBy.field],
          direction: query.orderBy.direction,
        },
      });
      const groups = new Set<TraceFieldGroup>(query.fields ?? traceFieldGroups);
      const wanted = { projectId, traceIds: page.rows.map((row) => row.traceId) };
      const none = { projectId, traceIds: [] };
      const [texts, observationIds, scores] = await Promise.all([
        listTraceTexts(ctx, groups.has("io") ? wanted : none),
        listObservationIds(ctx, groups.has("observations") ? wanted : none),
        listScoresOfTraces(ctx, groups.has("scores") ? wanted : none),
      ]);
      const data: TraceListItemBody[] = page.rows.map((row) => ({
        ...traceBase(row, projectId, texts.get(row.traceId), groups),
        observations: observationIds.get(row.traceId) ?? [],
        scores: scores.filter((score) => score.traceId === row.traceId).map((score) => score.id),
      }));
      return sendPage(reply, page, data);
    },
  };
}
