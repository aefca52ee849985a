import type { Comparison, Filter } from "@plumbline/filters/filter";
import type { Binder } from "./binder.ts";
import { anyOf, compareText, isNumeric } from "./comparison.ts";
import { fieldSql } from "./field-sql.ts";
import { spanCondition } from "./span-condition.ts";

/**
 * A condition that some row of every matching trace satisfies, or null when there is none to be had.
 * Superseded rows may satisfy it too: it only narrows what is looked at.
 */
export function rowHint(filter: Filter, binder: Binder): string | null {
  switch (filter.type) {
    case "or": {
      const hints = filter.operands.map((operand) => rowHint(operand, binder));
      return hints.every((hint) => hint !== null) && hints.length > 0 ? anyOf(hints) : null;
    }
    case "and":
      // Different rows may satisfy the operands, so only one of them can speak for the row.
      return filter.operands.map((operand) => rowHint(operand, binder)).find((hint) => hint !== null) ?? null;
    case "compare":
      return leafHint(filter, binder);
    case "not":
    case "text":
      return null;
  }
}

/** Whether a trace matches as soon as a row satisfies the hint; else it only may. */
export function rowHintSuffices(filter: Filter): boolean {
  switch (filter.type) {
    case "or":
      return filter.operands.length > 0 && filter.operands.every(rowHintSuffices);
    case "compare": {
      if (filter.field === "status") return asksOnlyForErrors(filter);
      const { from } = fieldSql[filter.field];
      return from === "span" || from === "metadata" || from === "tags";
    }
    default:
      return false;
  }
}

function leafHint(leaf: Comparison, binder: Binder): string | null {
  const source = fieldSql[leaf.field];
  switch (source.from) {
    case "span":
    case "metadata":
      return spanCondition(leaf, binder);
    case "tags":
      return `arrayExists(tag -> ${compareText("tag", leaf, binder)}, tags)`;
    case "trace": {
      if (leaf.field === "status") return asksOnlyForErrors(leaf) ? "level = 'ERROR'" : null;
      // A value that nobody gave is on no row.
      if (isNumeric(leaf.field) || leaf.values.includes("")) return null;
      const texts = source.rowTexts ?? [];
      return texts.length === 0 ? null : anyOf(texts.map((sql) => compareText(sql, leaf, binder)));
    }
    default:
      return null;
  }
}

function asksOnlyForErrors({ operator, values }: Comparison): boolean {
  return operator === "is" && values.every((value) => value === "error");
}
