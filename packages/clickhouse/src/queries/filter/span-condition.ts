import type { Comparison } from "@plumbline/filters/filter";
import type { Binder } from "./binder.ts";
import { compareNumber, compareText, isNumeric } from "./comparison.ts";
import { fieldSql } from "./field-sql.ts";
import { mapCondition } from "./map-condition.ts";

/** A condition on one row of `spans`; null when the field is not found there. */
export function spanCondition(leaf: Comparison, binder: Binder): string | null {
  const source = fieldSql[leaf.field];
  if (source.from === "metadata") return mapCondition("metadata", leaf, binder);
  if (source.from !== "span") return null;
  const condition = isNumeric(leaf.field)
    ? compareNumber(source.sql, leaf, binder, source.unit)
    : compareText(source.sql, leaf, binder);
  return source.only === undefined ? condition : `(${source.only} AND ${condition})`;
}
