import { serializeTimeRange } from "../traces/time-range.ts";
import type { HomeUnit } from "./home-params.ts";

interface Filters {
  env: readonly string[];
  model: readonly string[];
  unit: HomeUnit;
}

/** A term of the query bar; a value with anything but plain characters stands in quotes. */
export function queryTerm(field: string, value: string): string {
  const plain = /^[\p{L}\p{N}_./@-]+$/u.test(value);
  return `${field}:${plain ? value : `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`}`;
}

const anyOf = (field: string, values: readonly string[]) => {
  const terms = values.map((value) => queryTerm(field, value));
  return terms.length > 1 ? `(${terms.join(" OR ")})` : (terms[0] ?? "");
};

/** The list of the traces behind a part of a chart. */
export function tracesLink(
  projectId: string,
  window: { fromMs: number; toMs: number },
  filters: Filters,
  terms: readonly string[],
): string {
  const query = [anyOf("env", filters.env), anyOf("model", filters.model), ...terms]
    .filter(Boolean)
    .join(" ");
  const search = new URLSearchParams({ range: serializeTimeRange(window) });
  if (query !== "") search.set("q", query);
  return `/project/${encodeURIComponent(projectId)}/traces?${search.toString()}`;
}
