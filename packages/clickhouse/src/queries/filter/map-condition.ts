import type { Comparison } from "@plumbline/filters/filter";
import type { Binder } from "./binder.ts";
import { compareFloat, compareText, keyOf } from "./comparison.ts";

const textOperators: readonly Comparison["operator"][] = ["is", "contains", "starts"];

/** A condition on one row: what its map holds under the leaf's key. Numbers are compared where there are. */
export function mapCondition(column: "metadata" | "attributes", leaf: Comparison, binder: Binder): string {
  const key = binder.text(keyOf(leaf));
  const held = `mapContains(${column}, ${key})`;
  if (leaf.operator === "exists") return held;
  const value = `${column}[${key}]`;
  const condition = textOperators.includes(leaf.operator)
    ? compareText(value, leaf, binder)
    : compareFloat(`toFloat64OrNull(${value})`, leaf, binder);
  return `(${held} AND ${condition}${column === "attributes" ? valueHint(leaf, binder) : ""})`;
}

/** Says nothing more, but lets the index of values leave out what cannot hold. */
function valueHint(leaf: Comparison, binder: Binder): string {
  if (leaf.operator !== "is" || leaf.values.length === 0) return "";
  return ` AND hasAny(mapValues(attributes), ${binder.texts(leaf.values)})`;
}
