export { getTrace } from "./get.ts";
export { getSpanText, getWholeSpanText } from "./get-span-text.ts";
export { listTraces } from "./list.ts";
export { getTraceHeader, listTraceHeaders } from "./list-headers.ts";
export { listTraceTexts, type TraceText } from "./list-text.ts";
export { toTraceSpan } from "./to-trace-span.ts";
export {
  type CutText,
  type ListTracesInput,
  type Page,
  type SpanText,
  type SpanTextField,
  type TraceDetail,
  type TraceRow,
  type TraceSortColumn,
  type TraceSpan,
  traceSortColumns,
} from "./types.ts";
