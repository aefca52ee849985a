import {
  observationColumns,
  perSecond,
  spanFirstToken,
  spanLatency,
  spanStreaming,
} from "../condition/observation-columns.ts";
import { spanRows } from "../span/rows.ts";
import { spanScope } from "../trace/scope.ts";
import { dimensionsOf, type Measure, type MetricView, textDimension } from "./view.ts";

/** Only what is billable: roots repeat what their children have. */
const billed = (column: string) => `if(billable, ${column}, NULL)`;
const number = (sql: string): Measure => ({ sql, kind: "number" });
const money = (column: string): Measure => ({ sql: billed(column), kind: "money" });
const ms = (us: string) => number(`(${us}) / 1000`);

const scoresOfSpans = `LEFT JOIN (SELECT trace_id AS scoredTraceId, observation_id AS scoredSpanId,
        count() AS scoreCount
      FROM scores FINAL WHERE project_id = {projectId:String} AND observation_id != ''
        AND trace_id IN (SELECT trace_id FROM spans WHERE ${spanScope})
      GROUP BY trace_id, observation_id) AS o
      ON o.scoredTraceId = s.trace_id AND o.scoredSpanId = s.span_id`;

const highCardinality = ["id", "traceId", "userId", "sessionId", "parentObservationId"];

export const observationsView: MetricView = {
  time: "start_time",
  dimensions: new Map([
    ...dimensionsOf(observationColumns, [
      "environment",
      "type",
      "name",
      "level",
      "version",
      "tags",
      "release",
      "traceName",
      "traceRelease",
      "traceVersion",
      "providedModelName",
      "model",
      "promptName",
      "promptVersion",
      "isRootObservation",
      ...highCardinality,
    ]),
    ["startTimeMonth", textDimension("formatDateTime(start_time, '%Y-%m', 'UTC')")],
  ]),
  highCardinality: new Set(highCardinality),
  measures: new Map<string, Measure>([
    ["count", { sql: "1", kind: "rows" }],
    ["latency", ms(spanLatency)],
    ["streamingLatency", ms(spanStreaming)],
    ["timeToFirstToken", ms(spanFirstToken)],
    ["inputTokens", number(billed("input_tokens"))],
    ["outputTokens", number(billed("output_tokens"))],
    ["totalTokens", number(billed("total_tokens"))],
    ["outputTokensPerSecond", number(perSecond("output_tokens"))],
    ["tokensPerSecond", number(perSecond("total_tokens"))],
    ["inputCost", money("input_cost")],
    ["outputCost", money("output_cost")],
    ["totalCost", money("cost")],
    ["countScores", { sql: "scoreCount", kind: "number", join: scoresOfSpans }],
  ]),
  columns: observationColumns,
  from: ({ where, ofTrace, joins }) =>
    spanRows({ sql: [...where], ofTrace: new Set(ofTrace) }, [], [...joins].join("\n    ")),
};
