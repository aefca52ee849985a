export { countTraces, type TraceCount } from "./count.ts";
export { type FindTracesInput, findTraces, type TracePage, type TracePosition } from "./find.ts";
export { getTrace } from "./get.ts";
export { getSpanText, getWholeSpanText } from "./get-span-text.ts";
export { getTraceHistogram, type TraceHistogram } from "./histogram.ts";
export { listTraces } from "./list.ts";
export { type FacetValues, type ListFacetValuesInput, listFacetValues } from "./list-facet-values.ts";
export { getTraceHeader, listTraceHeaders } from "./list-headers.ts";
export { type ListMapEntriesInput, listMapEntries, mapFieldNames } from "./list-map-entries.ts";
export { listTraceTexts, type TraceText } from "./list-text.ts";
export { listTracesWhere } from "./list-where.ts";
export { type MatchingTracesInput, resolveMatching } from "./matching-input.ts";
export { searchSpans } from "./search-spans.ts";
export { sumTraces, type TraceSumsOverTime } from "./sum.ts";
export { type TraceSums, toTraceSums } from "./sums.ts";
export { type TailPage, type TailPosition, tailTraces } from "./tail.ts";
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
export { walkSlices } from "./walk-slices.ts";
