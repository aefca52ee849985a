export { getTrace } from "./get.ts";
export { getSpanText } from "./get-span-text.ts";
export { listTraces } from "./list.ts";
export { getTraceHeader, listTraceHeaders } from "./list-headers.ts";
export { listTraceTexts, type TraceText } from "./list-text.ts";
export { searchSpans } from "./search-spans.ts";
export { toTraceSpan } from "./to-trace-span.ts";
export {
  type ListTracesInput,
  type Page,
  type SpanText,
  type TraceDetail,
  type TraceRow,
  type TraceSortColumn,
  type TraceSpan,
  traceSortColumns,
} from "./types.ts";
