import type { Comparison } from "@plumbline/filters/filter";
import type { Binder } from "./binder.ts";
import { compareFloat, compareNumber, compareText, isNumeric, keyOf } from "./comparison.ts";
import { fieldSql } from "./field-sql.ts";

/** A condition on one row of `spans`; null when the field is not found there. */
export function spanCondition(leaf: Comparison, binder: Binder): string | null {
  const source = fieldSql[leaf.field];
  if (source.from === "metadata") return metadataCondition(leaf, binder);
  if (source.from !== "span") return null;
  const condition = isNumeric(leaf.field)
    ? compareNumber(source.sql, leaf, binder, source.unit)
    : compareText(source.sql, leaf, binder);
  return source.only === undefined ? condition : `(${source.only} AND ${condition})`;
}

function metadataCondition(leaf: Comparison, binder: Binder): string {
  const key = binder.text(keyOf(leaf));
  const held = `mapContains(metadata, ${key})`;
  if (leaf.operator === "exists") return held;
  const value = `metadata[${key}]`;
  const isText = leaf.operator === "is" || leaf.operator === "contains" || leaf.operator === "starts";
  const condition = isText
    ? compareText(value, leaf, binder)
    : compareFloat(`toFloat64OrNull(${value})`, leaf, binder);
  return `(${held} AND ${condition})`;
}
