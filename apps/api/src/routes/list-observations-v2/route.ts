import { PlumblineError } from "@plumbline/contracts/errors";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import {
  listObservationsV2Query,
  type ObservationFieldGroup,
  type ObservationV2Body,
} from "@plumbline/contracts/langfuse-reads";
import { listBookmarksOfTraces } from "@plumbline/services/bookmark";
import {
  listAppRoots,
  listObservationLinks,
  listObservationsAfter,
  type ObservationRow,
} from "@plumbline/services/observation";
import { listTraceHeaders } from "@plumbline/services/trace";
import type { RouteOptions } from "fastify";
import { z } from "zod";
import type { RouteDeps } from "../../deps.ts";
import { parseQuery } from "../../http/parse-query.ts";
import { type ApiContext, contextOf } from "../../http/service-context.ts";
import { readCursor, writeCursor } from "../../langfuse/cursor.ts";
import { type ObservationV2Context, observationV2Body, rootKey } from "../../langfuse/observation-v2-body.ts";
import { anyOf, equals } from "../../langfuse/query-conditions.ts";
import { readKind } from "../../langfuse/read-kind.ts";

const place = z.object({ startUs: z.number().int(), traceId: z.string(), spanId: z.string() });

/** GET /api/public/v2/observations: by cursor, with the groups of fields that were asked for. */
export function listObservationsV2(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/v2/observations",
    config: { operation: "list-observations-v2", access: { auth: "key", scopes: ["read"] } },
    handler: async (request) => {
      const query = parseQuery(listObservationsV2Query, request.query);
      if (query.parseIoAsJson === true) throw textsStayTexts();
      const ctx = contextOf(request, deps);
      const groups = new Set<ObservationFieldGroup>(["core", ...(query.fields ?? ["basic" as const])]);
      const page = await listObservationsAfter(ctx, {
        projectId: ctx.actor.projectId,
        from: query.fromStartTime,
        to: query.toStartTime,
        limit: query.limit,
        conditions: query.filter ?? conditionsOf(query, request.query),
        withText: groups.has("io"),
        ...(query.cursor === undefined ? {} : { after: readCursor(place, query.cursor) }),
      });
      const expand = new Set(query.expandMetadata ?? []);
      const data = await bodies(ctx, page.rows, groups, expand);
      return { data, meta: page.next === null ? {} : { cursor: writeCursor(page.next) } };
    },
  };
}

type Query = z.output<typeof listObservationsV2Query>;

/** An empty parent means "has none", so it is looked for where empty parameters still are. */
function conditionsOf(query: Query, given: unknown): ColumnCondition[] {
  const noParent =
    typeof given === "object" && given !== null && Reflect.get(given, "parentObservationId") === "";
  const parent: ColumnCondition[] = noParent
    ? [{ type: "null", column: "parentObservationId", operator: "is null", value: null }]
    : equals("parentObservationId", query.parentObservationId);
  const { isRootObservation: value } = query;
  const root: ColumnCondition[] =
    value === undefined ? [] : [{ type: "boolean", column: "isRootObservation", operator: "=", value }];
  return [
    ...equals("name", query.name),
    ...equals("userId", query.userId),
    ...equals("sessionId", query.sessionId),
    ...equals("type", readKind(query.type)),
    ...equals("traceId", query.traceId),
    ...equals("level", query.level),
    ...equals("version", query.version),
    ...anyOf("environment", query.environment),
    ...parent,
    ...root,
  ];
}

async function bodies(
  ctx: ApiContext,
  rows: readonly ObservationRow[],
  groups: ObservationV2Context["groups"],
  expand: ObservationV2Context["expand"],
): Promise<ObservationV2Body[]> {
  const { projectId } = ctx.actor;
  const traceIds = [...new Set(rows.map(({ traceId }) => traceId))];
  const isBasic = groups.has("basic");
  const wantsTraces = isBasic || groups.has("trace_context");
  const linked = groups.has("model") || groups.has("usage") || groups.has("prompt") ? rows : [];
  const [traces, bookmarked, appRoots, links] = await Promise.all([
    wantsTraces ? listTraceHeaders(ctx, { projectId, traceIds }) : [],
    isBasic ? listBookmarksOfTraces(ctx, { projectId, traceIds }) : [],
    isBasic ? listAppRoots(ctx, { projectId, rows }) : [],
    listObservationLinks(ctx, { projectId, rows: linked }),
  ]);
  const context: ObservationV2Context = {
    projectId,
    groups,
    expand,
    traces: new Map(traces.map((trace) => [trace.traceId, trace])),
    bookmarked: new Set(bookmarked),
    appRoots: new Set(appRoots.map(rootKey)),
    links,
  };
  return rows.map((row) => observationV2Body(row, context));
}

function textsStayTexts(): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: "Input and output are texts here: leave parseIoAsJson out and parse them yourself.",
    details: { issues: ["parseIoAsJson: not supported by this version"] },
  });
}
