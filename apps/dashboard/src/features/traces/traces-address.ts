import type { Filter } from "@plumbline/filters/filter";
import { formatQuery } from "@plumbline/filters/format-query";
import { serializeTimeRange, type TimeRange } from "./time-range.ts";

/** The list of traces under a filter, as a link. */
export function tracesAddress(projectId: string, filter: Filter, range?: TimeRange): string {
  const search = new URLSearchParams();
  if (range !== undefined) search.set("range", serializeTimeRange(range));
  search.set("q", formatQuery(filter));
  return `/project/${encodeURIComponent(projectId)}/traces?${search}`;
}
