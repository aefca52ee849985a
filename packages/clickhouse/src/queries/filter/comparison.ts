import { PlumblineError } from "@plumbline/contracts/errors";
import { type FieldType, fields } from "@plumbline/filters/fields";
import type { Comparison } from "@plumbline/filters/filter";
import type { Binder } from "./binder.ts";

const comparators = { is: "=", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

const numberTypes: readonly FieldType[] = ["number", "money", "duration", "count"];

export function isNumeric(field: Comparison["field"]): boolean {
  return numberTypes.includes(fields[field].type);
}

/** True or false, never NULL, so that NOT means what it says. */
function certain(sql: string): string {
  return `ifNull(${sql}, false)`;
}

export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "false" : `(${conditions.join(" OR ")})`;
}

/** `sql` is a text, "" when unknown. */
export function compareText(sql: string, leaf: Comparison, binder: Binder): string {
  switch (leaf.operator) {
    case "exists":
      return `${sql} != ''`;
    case "is":
      return leaf.values.length === 0 ? "false" : `${sql} IN ${binder.texts(leaf.values)}`;
    case "contains":
      return anyOf(
        leaf.values.map((value) => `positionCaseInsensitiveUTF8(${sql}, ${binder.text(value)}) > 0`),
      );
    case "starts":
      return anyOf(
        leaf.values.map((value) => `startsWith(lowerUTF8(${sql}), lowerUTF8(${binder.text(value)}))`),
      );
    default:
      throw notComparable(leaf);
  }
}

/** `sql` is a number that may be NULL; compared as decimals, so that money stays exact. */
export function compareNumber(sql: string, leaf: Comparison, binder: Binder, unit = 1): string {
  if (leaf.operator === "exists") return `isNotNull(${sql})`;
  if (leaf.operator === "between") return bothEnds(leaf, (end) => compareNumber(sql, end, binder, unit));
  const comparator = comparatorOf(leaf);
  return anyOf(
    leaf.values.map((value) => {
      const bound = `toDecimal256(${binder.text(decimal(leaf, value))}, 24)`;
      return certain(`${sql} ${comparator} ${unit === 1 ? bound : `${bound} * ${unit}`}`);
    }),
  );
}

/** `sql` is a text or float that is compared as a floating number when it is one. */
export function compareFloat(sql: string, leaf: Comparison, binder: Binder): string {
  if (leaf.operator === "between") return bothEnds(leaf, (end) => compareFloat(sql, end, binder));
  const comparator = comparatorOf(leaf);
  return anyOf(
    leaf.values.map((value) =>
      certain(`${sql} ${comparator} toFloat64(${binder.text(decimal(leaf, value))})`),
    ),
  );
}

/** Both ends of one value: two comparisons could be satisfied by two. */
function bothEnds(leaf: Comparison, compare: (end: Comparison) => string): string {
  const [least, most] = leaf.values;
  if (least === undefined || most === undefined) throw notComparable(leaf);
  const ends: Comparison[] = [
    { ...leaf, operator: "gte", values: [least] },
    { ...leaf, operator: "lte", values: [most] },
  ];
  return `(${ends.map(compare).join(" AND ")})`;
}

function comparatorOf(leaf: Comparison): string {
  if (
    leaf.operator === "contains" ||
    leaf.operator === "starts" ||
    leaf.operator === "exists" ||
    leaf.operator === "between"
  ) {
    throw notComparable(leaf);
  }
  return comparators[leaf.operator];
}

export function isDecimal(value: string): boolean {
  return /^-?\d{1,24}(\.\d{1,24})?$/.test(value);
}

/** The key of a map field. */
export function keyOf(leaf: Comparison): string {
  if (leaf.key !== undefined && leaf.key !== "") return leaf.key;
  throw new PlumblineError("invalid_request", {
    message: `"${leaf.field}" needs a key, as in ${leaf.field}.name.`,
    details: { field: leaf.field },
  });
}

function decimal(leaf: Comparison, value: string): string {
  if (isDecimal(value)) return value;
  throw new PlumblineError("invalid_request", {
    message: `"${leaf.field}" is compared with numbers only.`,
    details: { field: leaf.field },
  });
}

function notComparable(leaf: Comparison): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: `"${leaf.field}" cannot be compared like this.`,
    details: { field: leaf.field, operator: leaf.operator },
  });
}
