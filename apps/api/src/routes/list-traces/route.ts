import {
  listTracesQuery,
  type TraceFieldGroup,
  type TraceListItemBody,
  traceFieldGroups,
  type traceOrderFields,
} from "@plumbline/contracts/langfuse";
import { listBookmarksOfTraces } from "@plumbline/services/bookmark";
import { listObservationIds } from "@plumbline/services/observation";
import { listScoresOfTraces } from "@plumbline/services/score";
import {
  listTraces as listTracesVerb,
  listTracesWhere,
  listTraceTexts,
  type Page,
  type TraceRow,
  type TraceSortColumn,
} from "@plumbline/services/trace";
import type { RouteOptions } from "fastify";
import type { z } from "zod";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { sendPage } from "../../http/send-page.ts";
import { type ApiContext, contextOf } from "../../http/service-context.ts";
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
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const page = await findPage(ctx, query);
      const groups = new Set<TraceFieldGroup>(query.fields ?? traceFieldGroups);
      const wanted = { projectId, traceIds: page.rows.map((row) => row.traceId) };
      const none = { projectId, traceIds: [] };
      const [texts, observationIds, scores, bookmarks] = await Promise.all([
        listTraceTexts(ctx, groups.has("io") ? wanted : none),
        listObservationIds(ctx, groups.has("observations") ? wanted : none),
        listScoresOfTraces(ctx, groups.has("scores") ? wanted : none),
        listBookmarksOfTraces(ctx, wanted),
      ]);
      const bookmarked = new Set(bookmarks);
      const data: TraceListItemBody[] = page.rows.map((row) => ({
        ...traceBase(row, { projectId, text: texts.get(row.traceId), groups, bookmarked }),
        observations: observationIds.get(row.traceId) ?? [],
        scores: scores.filter((score) => score.traceId === row.traceId).map((score) => score.id),
      }));
      return sendPage(reply, page, data);
    },
  };
}

/** The filter takes the place of all parameters that it could say as well. */
async function findPage(ctx: ApiContext, query: z.output<typeof listTracesQuery>): Promise<Page<TraceRow>> {
  const { orderBy } = query;
  const asked = {
    projectId: ctx.actor.projectId,
    page: query.page,
    limit: query.limit,
    from: query.fromTimestamp,
    to: query.toTimestamp,
    orderBy: orderBy && { column: sortColumns[orderBy.field], direction: orderBy.direction },
  };
  if (query.filter !== undefined) return listTracesWhere(ctx, { ...asked, conditions: query.filter });
  return listTracesVerb(ctx, {
    ...asked,
    userId: query.userId,
    name: query.name,
    sessionId: query.sessionId,
    tags: query.tags,
    version: query.version,
    release: query.release,
    environments: query.environment,
  });
}
