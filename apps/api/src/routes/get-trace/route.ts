import { type TraceBody, traceFieldGroups } from "@plumbline/contracts/langfuse";
import { listObservationsOfTrace } from "@plumbline/services/observation";
import { listScoresOfTrace } from "@plumbline/services/score";
import { getTraceHeader, listTraceTexts } from "@plumbline/services/trace";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { pathParameter } from "../../http/path-parameter.ts";
import { contextOf } from "../../http/service-context.ts";
import { observationBody } from "../../langfuse/observation-body.ts";
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
      const [row, texts, observations, scores] = await Promise.all([
        getTraceHeader(ctx, { projectId, traceId }),
        listTraceTexts(ctx, { projectId, traceIds: [traceId] }),
        listObservationsOfTrace(ctx, { projectId, traceId }),
        listScoresOfTrace(ctx, { projectId, traceId }),
      ]);
      if (observations.omitted !== "nothing") reply.header("x-plumbline-omitted", observations.omitted);
      const body: TraceBody = {
        ...traceBase(row, projectId, texts.get(traceId), new Set(traceFieldGroups)),
        observations: observations.rows.map((observation) => observationBody(observation, projectId)),
        scores: scores.map(scoreBody),
      };
      return body;
    },
  };
}
