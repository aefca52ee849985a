import { listScoresQuery, type ScoreBody } from "@plumbline/contracts/langfuse";
import { listScores as listScoresVerb } from "@plumbline/services/score";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery, refuseParameters } from "../../http/parse-query.ts";
import { sendPage } from "../../http/send-page.ts";
import { contextOf } from "../../http/service-context.ts";
import { scoreBody } from "../../langfuse/score-body.ts";
import { scoredTraces } from "../../langfuse/scored-traces.ts";

/** GET /api/public/v2/scores, and /api/public/scores, which knows scores of traces only. */
export function listScores(deps: RouteDeps, version: "v1" | "v2"): RouteOptions {
  return {
    method: "GET",
    url: version === "v1" ? "/api/public/scores" : "/api/public/v2/scores",
    config: { operation: `list-scores-${version}`, access: { auth: "key", scopes: ["read", "scores"] } },
    handler: async (request, reply) => {
      const query = parseQuery(listScoresQuery, request.query);
      refuseParameters(query, ["filter", "operator", "value", "userId", "traceTags"]);
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const page = await listScoresVerb(ctx, {
        projectId,
        page: query.page,
        limit: query.limit,
        from: query.fromTimestamp,
        to: query.toTimestamp,
        name: query.name,
        source: query.source,
        dataType: query.dataType,
        traceId: query.traceId,
        sessionId: query.sessionId,
        datasetRunId: query.datasetRunId,
        observationIds: query.observationId,
        scoreIds: query.scoreIds,
        configId: query.configId,
        queueId: query.queueId,
        environments: query.environment,
        onTraceOnly: version === "v1",
      });
      const withTrace = (query.fields ?? ["trace"]).includes("trace") && ctx.actor.scopes.includes("read");
      const traces = withTrace ? await scoredTraces(ctx, projectId, page.rows) : null;
      const data: ScoreBody[] = page.rows.map((row) => {
        const trace = traces?.get(row.traceId ?? "");
        return trace === undefined ? scoreBody(row) : { ...scoreBody(row), trace };
      });
      return sendPage(reply, page, data);
    },
  };
}
