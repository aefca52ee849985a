import {
  getTraceQuery,
  type TraceBody,
  type TraceFieldGroup,
  traceFieldGroups,
} from "@plumbline/contracts/langfuse";
import { listBookmarksOfTraces } from "@plumbline/services/bookmark";
import { listObservationsOfTrace, type ObservationsOfTrace } from "@plumbline/services/observation";
import { listScoresOfTrace } from "@plumbline/services/score";
import { getTraceHeader, listTraceTexts } from "@plumbline/services/trace";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { observationBodies } from "../../langfuse/observation-bodies.ts";
import { scoreBody } from "../../langfuse/score-body.ts";
import { traceBase } from "../../langfuse/trace-body.ts";

/** GET /api/public/traces/{traceId}: the trace with its observations and scores in full. */
export function getTrace(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/traces/:traceId",
    config: { operation: "get-trace", access: { auth: "key", scopes: ["read"] } },
    handler: async (request, reply) => {
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const traceId = pathParameter(request, "traceId");
      const groups = new Set<TraceFieldGroup>(
        parseQuery(getTraceQuery, request.query).fields ?? traceFieldGroups,
      );
      const noObservations: ObservationsOfTrace = { rows: [], omitted: "nothing" };
      const traceIds = [traceId];
      const [row, texts, observations, scores, bookmarks] = await Promise.all([
        getTraceHeader(ctx, { projectId, traceId }),
        listTraceTexts(ctx, { projectId, traceIds: groups.has("io") ? traceIds : [] }),
        groups.has("observations") ? listObservationsOfTrace(ctx, { projectId, traceId }) : noObservations,
        groups.has("scores") ? listScoresOfTrace(ctx, { projectId, traceId }) : [],
        listBookmarksOfTraces(ctx, { projectId, traceIds }),
      ]);
      if (observations.omitted !== "nothing") reply.header("x-plumbline-omitted", observations.omitted);
      const bookmarked = new Set(bookmarks);
      const body: TraceBody = {
        ...traceBase(row, { projectId, text: texts.get(traceId), groups, bookmarked }),
        observations: await observationBodies(ctx, observations.rows),
        scores: scores.map(scoreBody),
      };
      return body;
    },
  };
}
