import type { TraceRow } from "../../../trpc/types.ts";
import type { ColumnId } from "../columns/columns.ts";

type Value = string | number | boolean | null | string[];

/** What a column of the screen becomes in a file: times in UTC, money as decimals, nothing rounded. */
const exported: Record<ColumnId, (row: TraceRow) => Record<string, Value>> = {
  start: ({ startTime }) => ({ startTime }),
  name: ({ name }) => ({ name }),
  input: ({ inputPreview }) => ({ inputPreview }),
  output: ({ outputPreview }) => ({ outputPreview }),
  latency: ({ durationMs }) => ({ durationMs }),
  tokens: ({ inputTokens, outputTokens, totalTokens }) => ({ inputTokens, outputTokens, totalTokens }),
  cost: ({ cost, unpricedCount }) => ({ costUsd: cost, unpricedCount }),
  spans: ({ spanCount }) => ({ spanCount }),
  errors: ({ level, errorCount }) => ({ level, errorCount }),
  user: ({ userId }) => ({ userId }),
  session: ({ sessionId }) => ({ sessionId }),
  tags: ({ tags }) => ({ tags }),
  env: ({ environment }) => ({ environment }),
  release: ({ release }) => ({ release }),
  version: ({ version }) => ({ version }),
  id: () => ({}),
};

/** The columns of the screen in their order; the id of the trace goes first, so that a row can be found again. */
export function exportRow(row: TraceRow, columns: readonly ColumnId[]): Record<string, Value> {
  return Object.assign({ traceId: row.traceId }, ...columns.map((column) => exported[column](row)));
}
