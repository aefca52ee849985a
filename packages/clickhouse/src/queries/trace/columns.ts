import { z } from "zod";

/** The row of the trace itself speaks first, then the root, then any span; earlier spans before later. */
const precedence = "(multiIf(span_id = '', 0, parent_span_id = '', 1, 2), start_time)";

const carried = (column: string) => `argMinIf(${column}, ${precedence}, ${column} != '')`;

/** Names under which rows of one trace_id become one trace; usable in HAVING and ORDER BY. */
export const traceColumns = {
  startUs: "toUnixTimestamp64Micro(argMin(start_time, (span_id != '', start_time)))",
  endUs: "toUnixTimestamp64Micro(max(end_time))",
  firstUs: "toUnixTimestamp64Micro(min(start_time))",
  traceName: `coalesce(
    nullIf(argMinIf(if(span_id = '' AND name != '', name, trace_name), ${precedence},
      if(span_id = '' AND name != '', name, trace_name) != ''), ''),
    argMinIf(name, ${precedence}, parent_span_id = ''))`,
  userId: carried("user_id"),
  sessionId: carried("session_id"),
  traceEnvironment: carried("environment"),
  traceRelease: carried("release"),
  traceVersion: carried("version"),
  tagSet: "arraySort(groupUniqArrayArray(tags))",
  isPublic: "countIf(public) > 0",
  spanCount: "countIf(span_id != '')",
  errorCount: "countIf(level = 'ERROR')",
  inputTokens: "sumOrNullIf(input_tokens, billable)",
  outputTokens: "sumOrNullIf(output_tokens, billable)",
  totalTokens: "sumOrNullIf(total_tokens, billable)",
  totalCost: "sumOrNullIf(cost, billable)",
  unpricedCount: `countIf(billable AND isNull(cost)
    AND (input_tokens > 0 OR output_tokens > 0 OR total_tokens > 0))`,
  traceInputPreview: carried("input_preview"),
  traceOutputPreview: `argMinIf(output_preview,
    (multiIf(span_id = '', 0, parent_span_id = '', 1, 2), -toUnixTimestamp64Micro(start_time)),
    output_preview != '')`,
  levelRank: "max(multiIf(level = 'ERROR', 3, level = 'WARNING', 2, level = 'DEBUG', 0, 1))",
  openCount: "countIf(isNull(end_time) AND kind NOT IN ('TRACE', 'EVENT'))",
  rootCount: "countIf(parent_span_id = '')",
  firstReceivedUs: "toUnixTimestamp64Micro(min(received_at))",
  lastReceivedUs: "toUnixTimestamp64Micro(max(received_at))",
} as const;

export type TraceColumn = keyof typeof traceColumns;

export function selectTraceColumns(names: readonly TraceColumn[]): string {
  return names.map((name) => `${traceColumns[name]} AS ${name}`).join(",\n      ");
}

export const allTraceColumns = Object.keys(traceColumns).filter(isTraceColumn);

function isTraceColumn(name: string): name is TraceColumn {
  return name in traceColumns;
}

const count = z.number();
const perhapsNumber = z.number().nullable();

export const traceRow = z.object({
  traceId: z.string(),
  startUs: count,
  endUs: perhapsNumber,
  firstUs: count,
  traceName: z.string(),
  userId: z.string(),
  sessionId: z.string(),
  traceEnvironment: z.string(),
  traceRelease: z.string(),
  traceVersion: z.string(),
  tagSet: z.array(z.string()),
  isPublic: z.coerce.boolean(),
  spanCount: count,
  errorCount: count,
  inputTokens: perhapsNumber,
  outputTokens: perhapsNumber,
  totalTokens: perhapsNumber,
  totalCost: z.string().nullable(),
  unpricedCount: count,
  traceInputPreview: z.string(),
  traceOutputPreview: z.string(),
  levelRank: count,
  openCount: count,
  rootCount: count,
  firstReceivedUs: count,
  lastReceivedUs: count,
});

export type TraceRecord = z.infer<typeof traceRow>;
