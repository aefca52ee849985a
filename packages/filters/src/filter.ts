import type { FieldName } from "./fields.ts";

/**
 * What a list is narrowed by: the one shape that the query bar, the facets, addresses, saved views and
 * the API share. A leaf on a field of spans holds for a trace when one of its spans satisfies it, so
 * `not` means "no span does".
 */
export type Filter =
  | { type: "and"; operands: Filter[] }
  | { type: "or"; operands: Filter[] }
  | { type: "not"; operand: Filter }
  | Comparison
  | TextSearch;

export interface Comparison {
  type: "compare";
  field: FieldName;
  /** For the fields that are maps: the key in `metadata.plan`, the name in `score.helpful`. */
  key?: string;
  operator: Operator;
  /**
   * One of them has to hold; for `between` the two ends. Numbers in the field's base unit as decimal
   * strings; empty for `exists`.
   */
  values: string[];
}

/** Words in input or output: all of `words` anywhere, or side by side when `phrase`. */
export interface TextSearch {
  type: "text";
  words: string;
  phrase: boolean;
}

/**
 * `is` is exact; `contains` and `starts` ignore case; `exists` is "has any value". `between` includes both
 * ends, and one value has to lie there: two comparisons could be satisfied by two different spans.
 */
export type Operator = "is" | "contains" | "starts" | "gt" | "gte" | "lt" | "lte" | "between" | "exists";
