import type { Column } from "../condition/column.ts";
import { spanModel } from "../condition/observation-columns.ts";
import { scoreColumnTable } from "../condition/score-columns.ts";
import { scoreWindow } from "../score/columns.ts";
import { scoredSpans, scoreRows } from "../score/rows.ts";
import { type Dimension, dimensionsOf, type Measure, type MetricView, textDimension } from "./view.ts";

const spanOfScore = `LEFT JOIN (SELECT trace_id AS ofSpanTraceId, span_id AS ofSpanId, name AS observationName,
        ${spanModel} AS observationModelName, prompt_name AS observationPromptName,
        prompt_version AS observationPromptVersion
      FROM spans FINAL
      WHERE ${scoredSpans} AND span_id != ''
        AND span_id IN (SELECT observation_id FROM scores WHERE ${scoreWindow} AND observation_id != '')) AS o
      ON o.ofSpanTraceId = s.trace_id AND o.ofSpanId = s.observation_id`;

const ofSpan = (sql: string): Dimension => textDimension(sql, { join: spanOfScore });
const highCardinality = ["id", "traceId", "userId", "sessionId", "observationId"];

function scoresView(options: {
  only: string;
  own: ReadonlyArray<[string, Dimension]>;
  measures: ReadonlyArray<[string, Measure]>;
  columns?: ReadonlyArray<[string, Column]>;
}): MetricView {
  return {
    time: "timestamp",
    dimensions: new Map([
      ...dimensionsOf(scoreColumnTable, [
        "environment",
        "name",
        "source",
        "dataType",
        "configId",
        "traceName",
        "tags",
        "traceRelease",
        "traceVersion",
        ...highCardinality,
      ]),
      ["timestampMonth", textDimension("formatDateTime(timestamp, '%Y-%m', 'UTC')")],
      ["timestampDay", textDimension("formatDateTime(timestamp, '%Y-%m-%d', 'UTC')")],
      ["observationName", ofSpan("observationName")],
      ["observationModelName", ofSpan("observationModelName")],
      ["observationPromptName", ofSpan("observationPromptName")],
      ["observationPromptVersion", { sql: "observationPromptVersion", kind: "number", join: spanOfScore }],
      ...options.own,
    ]),
    highCardinality: new Set(highCardinality),
    measures: new Map<string, Measure>([["count", { sql: "1", kind: "rows" }], ...options.measures]),
    columns: new Map([...scoreColumnTable, ...(options.columns ?? [])]),
    from: ({ where, ofTrace, joins }) =>
      scoreRows({ sql: [options.only, ...where], ofTrace: new Set(ofTrace) }, [], [...joins].join("\n    ")),
  };
}

const value: [string, Measure] = ["value", { sql: "value", kind: "number" }];

export const numericScoresView = scoresView({
  only: "data_type IN ('NUMERIC', 'BOOLEAN')",
  own: [["value", { sql: "value", kind: "number" }]],
  measures: [value],
});

export const booleanScoresView = scoresView({
  only: "data_type = 'BOOLEAN'",
  own: [["booleanValue", { sql: "value = 1", kind: "boolean" }]],
  measures: [value],
  columns: [["booleanValue", { kind: "boolean", sql: "ifNull(value = 1, false)" }]],
});

export const categoricalScoresView = scoresView({
  only: "data_type = 'CATEGORICAL'",
  own: [["stringValue", textDimension("string_value")]],
  measures: [],
});
