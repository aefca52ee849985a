import type { Filter } from "@plumbline/filters/filter";
import { formatQuery } from "@plumbline/filters/format-query";

/** The traces of one user, as a filter and as the text of the query bar. */
export function userFilter(userId: string): { filter: Filter; query: string } {
  const filter: Filter = { type: "compare", field: "user", operator: "is", values: [userId] };
  return { filter, query: formatQuery(filter) };
}
