import { PlumblineError } from "@plumbline/contracts/errors";
import { listScoresQuery, type ScoreBody } from "@plumbline/contracts/langfuse";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import { listScores as listScoresVerb } from "@plumbline/services/score";
import type { RouteOptions } from "fastify";
import type { z } from "zod";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { sendPage } from "../../http/send-page.ts";
import { contextOf } from "../../http/service-context.ts";
import { allOf, anyOf, equals } from "../../langfuse/query-conditions.ts";
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
      const showsTrace = (query.fields ?? ["trace"]).includes("trace");
      if (!showsTrace && (query.userId !== undefined || query.traceTags !== undefined)) throw needsTrace();
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const page = await listScoresVerb(ctx, {
        projectId,
        page: query.page,
        limit: query.limit,
        from: query.fromTimestamp,
        to: query.toTimestamp,
        conditions: [...conditionsOf(query), ...(version === "v1" ? [onTrace] : [])],
      });
      const withTrace = showsTrace && ctx.actor.scopes.includes("read");
      const traces = withTrace ? await scoredTraces(ctx, projectId, page.rows) : null;
      const data: ScoreBody[] = page.rows.map((row) => {
        const trace = traces?.get(row.traceId ?? "");
        return trace === undefined ? scoreBody(row) : { ...scoreBody(row), trace };
      });
      return sendPage(reply, page, data);
    },
  };
}

const onTrace: ColumnCondition = {
  type: "null",
  column: "traceId",
  operator: "is not null",
  value: null,
};

function conditionsOf(query: z.output<typeof listScoresQuery>): ColumnCondition[] {
  return [
    ...equals("name", query.name),
    ...equals("source", query.source),
    ...equals("dataType", query.dataType),
    ...equals("traceId", query.traceId),
    ...equals("sessionId", query.sessionId),
    ...equals("datasetRunId", query.datasetRunId),
    ...equals("configId", query.configId),
    ...equals("queueId", query.queueId),
    ...equals("userId", query.userId),
    ...anyOf("observationId", query.observationId),
    ...anyOf("id", query.scoreIds),
    ...anyOf("environment", query.environment),
    ...allOf("traceTags", query.traceTags),
    ...valueCondition(query),
    ...(query.filter ?? []),
  ];
}

function valueCondition({ operator, value }: z.output<typeof listScoresQuery>): ColumnCondition[] {
  if (operator === undefined && value === undefined) return [];
  if (operator === undefined || value === undefined) throw needsBoth();
  return [{ type: "number", column: "value", operator: operator === "!=" ? "<>" : operator, value }];
}

function needsBoth(): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: "A comparison needs both, operator and value.",
    details: { issues: ["operator, value: both or neither"] },
  });
}

function needsTrace(): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: 'Filtering by userId or traceTags needs the field group "trace".',
    details: { issues: ["fields: trace is needed"] },
  });
}
