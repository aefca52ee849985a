import { asTraceFilter } from "../condition/as-trace-filter.ts";
import { traceColumnTable } from "../condition/trace-columns.ts";
import type { TraceColumn } from "../trace/columns.ts";
import { matchingTraces } from "../trace/matching.ts";
import { spanScope } from "../trace/scope.ts";
import { type Dimension, type Measure, type MetricView, textDimension } from "./view.ts";

const own = (column: TraceColumn): Dimension => textDimension(column, { ofTrace: [column] });
const sum = (column: TraceColumn, kind: Measure["kind"] = "number"): Measure => ({
  sql: column,
  kind,
  ofTrace: [column],
});

const distinct = (column: TraceColumn): Measure => ({ sql: column, kind: "distinct", ofTrace: [column] });

const scoresOfTraces = `LEFT JOIN (SELECT trace_id AS scoredTraceId, count() AS scoreCount
      FROM scores FINAL WHERE project_id = {projectId:String} AND trace_id != ''
        AND trace_id IN (SELECT trace_id FROM spans WHERE ${spanScope})
      GROUP BY trace_id) AS o
      ON o.scoredTraceId = t.trace_id`;

const startTime = "fromUnixTimestamp64Micro(startUs, 'UTC')";

/** Filters hold for the group of a trace's rows, everything else is read from what was grouped. */
export const tracesView: MetricView = {
  time: startTime,
  dimensions: new Map<string, Dimension>([
    ["id", textDimension("trace_id")],
    ["name", own("traceName")],
    ["traceName", own("traceName")],
    ["tags", { sql: "tagSet", kind: "texts", ofTrace: ["tagSet"] }],
    ["userId", own("userId")],
    ["sessionId", own("sessionId")],
    ["release", own("traceRelease")],
    ["version", own("traceVersion")],
    [
      "environment",
      textDimension("if(traceEnvironment = '', 'default', traceEnvironment)", {
        ofTrace: ["traceEnvironment"],
      }),
    ],
    ["timestampMonth", textDimension(`formatDateTime(${startTime}, '%Y-%m', 'UTC')`)],
  ]),
  highCardinality: new Set(["id", "userId", "sessionId"]),
  measures: new Map<string, Measure>([
    ["count", { sql: "1", kind: "rows" }],
    ["observationsCount", sum("spanCount")],
    ["scoresCount", { sql: "scoreCount", kind: "number", join: scoresOfTraces }],
    ["uniqueUserIds", distinct("userId")],
    ["uniqueSessionIds", distinct("sessionId")],
    ["latency", { sql: "(endUs - firstUs) / 1000", kind: "number", ofTrace: ["endUs", "firstUs"] }],
    ["inputTokens", sum("inputTokens")],
    ["outputTokens", sum("outputTokens")],
    ["totalTokens", sum("totalTokens")],
    ["totalCost", sum("totalCost", "money")],
  ]),
  columns: traceColumnTable,
  from: ({ where, ofTrace, joins }) =>
    `FROM (${matchingTraces({ filter: asTraceFilter({ sql: [...where], ofTrace: new Set(ofTrace) }, {}) })}) AS t
    ${[...joins].join("\n    ")}`,
};
