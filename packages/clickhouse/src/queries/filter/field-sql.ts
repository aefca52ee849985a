import type { FieldName } from "@plumbline/filters/fields";
import type { TraceColumn } from "../trace/columns.ts";

/** How long a trace without news counts as running: afterwards it is taken for abandoned. */
export const quietUs = 10 * 60 * 1_000_000;

/** Where a field's value is found. Numbers are compared exactly; `unit` is what one unit of them means. */
export type FieldSql =
  | { from: "span"; sql: string; unit?: number; only?: string }
  | { from: "metadata" }
  | { from: "span-text"; sql: "input" | "output" }
  | { from: "attributes" }
  | {
      from: "trace";
      sql: string;
      columns: readonly TraceColumn[];
      unit?: number;
      /** Texts of a row of which one is the trace's value, when it has any. */
      rowTexts?: readonly string[];
    }
  | { from: "tags" }
  | { from: "scores" }
  | { from: "bookmarks" };

const proper = "span_id != ''";
/** Microseconds to a millisecond. */
const perMs = 1_000;

function ofTrace(column: TraceColumn, ...rowTexts: string[]): FieldSql {
  return { from: "trace", sql: column, columns: [column], rowTexts };
}

/** greatest() would take NULL for the smaller one and make 0 of it. */
function notNegative(sql: string): string {
  return `if(${sql} < 0, 0, ${sql})`;
}

/** The only source of SQL for a field's name; a field that is not here cannot be asked for. */
export const fieldSql: Readonly<Record<FieldName, FieldSql>> = {
  level: { from: "span", sql: "level" },
  status: {
    from: "trace",
    sql: `multiIf(errorCount > 0, 'error',
      (openCount > 0 OR rootCount = 0) AND {nowUs:Int64} - lastReceivedUs < ${quietUs}, 'running', 'ok')`,
    columns: ["errorCount", "openCount", "rootCount", "lastReceivedUs"],
  },
  env: {
    from: "trace",
    sql: "if(traceEnvironment = '', 'default', traceEnvironment)",
    columns: ["traceEnvironment"],
    rowTexts: ["if(environment = '', 'default', environment)"],
  },
  name: ofTrace("traceName", "trace_name", "name"),
  model: { from: "span", sql: "if(model_used = '', model_requested, model_used)" },
  provider: { from: "span", sql: "provider" },
  error: { from: "span", sql: "error_class" },
  kind: { from: "span", sql: "kind", only: proper },
  span: { from: "span", sql: "name", only: proper },
  service: { from: "span", sql: "service_name" },
  source: { from: "span", sql: "source" },
  feature: { from: "span", sql: "feature" },
  tag: { from: "tags" },
  user: ofTrace("userId", "user_id"),
  session: ofTrace("sessionId", "session_id"),
  release: ofTrace("traceRelease", "release"),
  version: ofTrace("traceVersion", "version"),
  prompt: { from: "span", sql: "prompt_name" },
  id: { from: "trace", sql: "trace_id", columns: [] },
  bookmarked: { from: "bookmarks" },
  latency: {
    from: "trace",
    sql: notNegative("endUs - firstUs"),
    columns: ["endUs", "firstUs"],
    unit: perMs,
  },
  ttft: {
    from: "span",
    sql: notNegative("toUnixTimestamp64Micro(completion_start_time) - toUnixTimestamp64Micro(start_time)"),
    unit: perMs,
  },
  cost: ofTrace("totalCost"),
  tokens: ofTrace("totalTokens"),
  input_tokens: ofTrace("inputTokens"),
  output_tokens: ofTrace("outputTokens"),
  spans: ofTrace("spanCount"),
  errors: ofTrace("errorCount"),
  input: { from: "span-text", sql: "input" },
  output: { from: "span-text", sql: "output" },
  metadata: { from: "metadata" },
  attributes: { from: "attributes" },
  score: { from: "scores" },
};
