export interface FacetSelection {
  included: readonly string[];
  excluded: readonly string[];
}

interface Value {
  value: string;
  /** Null: not among what was asked for, so not known. */
  count: number | null;
}

/** What was found, and before it what the query names but nobody found: it must be possible to untick it. */
export function listedValues(
  found: readonly { value: string; count: number }[],
  { included, excluded }: FacetSelection,
  prefix: string,
): readonly Value[] {
  const known = new Set(found.map(({ value }) => value));
  const wanted = prefix.toLowerCase();
  const named = [...new Set([...included, ...excluded])].filter(
    (value) => !known.has(value) && value.toLowerCase().startsWith(wanted),
  );
  return [...named.map((value) => ({ value, count: null })), ...found];
}

/** "any" where the query says nothing of the field, "rest" where it only leaves out other values. */
export type ValueState = "any" | "rest" | "in" | "out";

export function stateOfValue({ included, excluded }: FacetSelection, value: string): ValueState {
  if (included.length > 0) return included.includes(value) ? "in" : "out";
  if (excluded.includes(value)) return "out";
  return excluded.length > 0 ? "rest" : "any";
}
