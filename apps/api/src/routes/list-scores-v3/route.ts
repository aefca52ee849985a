import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import { listScoresV3Query } from "@plumbline/contracts/langfuse-reads";
import { listScoresAfter } from "@plumbline/services/score";
import type { RouteOptions } from "fastify";
import { z } from "zod";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { contextOf } from "../../http/service-context.ts";
import { readCursor, writeCursor } from "../../langfuse/cursor.ts";
import { anyOf } from "../../langfuse/query-conditions.ts";
import { scoreV3Body } from "../../langfuse/score-v3-body.ts";

const place = z.object({ timestampUs: z.number().int(), id: z.string() });

/** GET /api/public/v3/scores: by cursor, with typed values and what each score is about. */
export function listScoresV3(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/v3/scores",
    config: { operation: "list-scores-v3", access: { auth: "key", scopes: ["read", "scores"] } },
    handler: async (request) => {
      const query = parseQuery(listScoresV3Query, request.query);
      const ctx = contextOf(request, deps);
      const { projectId } = ctx.actor;
      const { rows, next } = await listScoresAfter(ctx, {
        projectId,
        from: query.fromTimestamp,
        to: query.toTimestamp,
        limit: query.limit,
        conditions: conditionsOf(query),
        ...(query.cursor === undefined ? {} : { after: readCursor(place, query.cursor) }),
      });
      const groups = new Set(query.fields ?? []);
      return {
        data: rows.map((row) => scoreV3Body(row, projectId, groups)),
        meta: { limit: query.limit, ...(next === null ? {} : { cursor: writeCursor(next) }) },
      };
    },
  };
}

type Query = z.output<typeof listScoresV3Query>;

function conditionsOf(query: Query): ColumnCondition[] {
  return [
    ...anyOf("id", query.id),
    ...anyOf("name", query.name),
    ...anyOf("source", query.source),
    ...anyOf("dataType", query.dataType),
    ...anyOf("environment", query.environment),
    ...anyOf("configId", query.configId),
    ...anyOf("queueId", query.queueId),
    ...anyOf("authorUserId", query.authorUserId),
    ...anyOf("traceId", query.traceId),
    ...anyOf("sessionId", query.sessionId),
    ...anyOf("observationId", query.observationId),
    ...anyOf("datasetRunId", query.experimentId),
    ...exactValues(query),
    ...atLeast(query.valueMin, ">="),
    ...atLeast(query.valueMax, "<="),
  ];
}

/** The query's own check has made sure of one data type and of fitting texts. */
function exactValues({ value, dataType }: Query): ColumnCondition[] {
  if (value === undefined) return [];
  if (dataType?.[0] === "CATEGORICAL") return anyOf("stringValue", value);
  const numbers = value.map((text) => (dataType?.[0] === "BOOLEAN" ? Number(text === "true") : Number(text)));
  return [{ type: "number", column: "value", operator: "any of", value: numbers }];
}

function atLeast(value: number | undefined, operator: string): ColumnCondition[] {
  return value === undefined ? [] : [{ type: "number", column: "value", operator, value }];
}
