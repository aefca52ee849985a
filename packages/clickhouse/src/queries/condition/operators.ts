import { PlumblineError } from "@plumbline/contracts/errors";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import type { Binder } from "../filter/binder.ts";

const comparators = new Map([
  ["=", "="],
  [">", ">"],
  ["<", "<"],
  [">=", ">="],
  ["<=", "<="],
]);

/** True or false, never NULL. */
const certain = (sql: string) => `ifNull(${sql}, false)`;

export function compareText(sql: string, condition: ColumnCondition, binder: Binder): string {
  if (condition.operator === "any of") return `${sql} IN ${binder.texts(textsOf(condition))}`;
  if (condition.operator === "none of") return `${sql} NOT IN ${binder.texts(textsOf(condition))}`;
  const value = binder.text(textOf(condition));
  switch (condition.operator) {
    case "=":
      return `${sql} = ${value}`;
    case "contains":
      return `position(${sql}, ${value}) > 0`;
    case "does not contain":
      return `position(${sql}, ${value}) = 0`;
    case "starts with":
      return `startsWith(${sql}, ${value})`;
    case "ends with":
      return `endsWith(${sql}, ${value})`;
    case "matches":
      return `positionCaseInsensitiveUTF8(${sql}, ${value}) > 0`;
    default:
      throw unknownOperator(condition);
  }
}

/** Compared as decimals, so that money stays exact. */
export function compareExact(sql: string, condition: ColumnCondition, binder: Binder, unit = 1): string {
  const bound = `toDecimal256(${binder.text(decimalOf(condition))}, 24)`;
  return certain(`${sql} ${comparatorOf(condition)} ${unit === 1 ? bound : `${bound} * ${unit}`}`);
}

export function compareFloat(sql: string, condition: ColumnCondition, binder: Binder): string {
  if (condition.operator === "<>") return `NOT ${compareFloat(sql, { ...condition, operator: "=" }, binder)}`;
  if (condition.operator === "any of") {
    const values = binder.texts(numbersOf(condition).map(String));
    return certain(`has(arrayMap(number -> toFloat64(number), ${values}), ${sql})`);
  }
  return certain(`${sql} ${comparatorOf(condition)} toFloat64(${binder.text(decimalOf(condition))})`);
}

export function compareTime(sql: string, condition: ColumnCondition, binder: Binder): string {
  if (condition.operator === "=") throw unknownOperator(condition);
  return certain(`${sql} ${comparatorOf(condition)} toInt64(${binder.text(String(timeUsOf(condition)))})`);
}

export function compareTexts(sql: string, condition: ColumnCondition, binder: Binder): string {
  const values = binder.texts(textsOf(condition));
  switch (condition.operator) {
    case "any of":
      return `hasAny(${sql}, ${values})`;
    case "none of":
      return `NOT hasAny(${sql}, ${values})`;
    case "all of":
      return `hasAll(${sql}, ${values})`;
    default:
      throw unknownOperator(condition);
  }
}

export function compareBoolean(sql: string, condition: ColumnCondition): string {
  const { operator, value } = condition;
  if (typeof value !== "boolean") throw invalid(condition, "is compared with true or false");
  if (operator !== "=" && operator !== "<>") throw unknownOperator(condition);
  return (operator === "=") === value ? `(${sql})` : `NOT (${sql})`;
}

export function isKnown(condition: ColumnCondition): boolean {
  if (condition.operator === "is null") return false;
  if (condition.operator === "is not null") return true;
  throw unknownOperator(condition);
}

export function timeUsOf(condition: ColumnCondition): number {
  const { value } = condition;
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw invalid(condition, "is compared with an ISO 8601 time");
  return ms * 1_000;
}

function textOf(condition: ColumnCondition): string {
  if (typeof condition.value === "string") return condition.value;
  throw invalid(condition, "is compared with a text");
}

const maxOptions = 1_000;

function numbersOf(condition: ColumnCondition): number[] {
  const { value } = condition;
  const isNumbers = Array.isArray(value) && value.every((one) => typeof one === "number");
  if (isNumbers && value.length <= maxOptions) return value;
  throw invalid(condition, `is compared with a list of at most ${maxOptions} numbers`);
}

function textsOf(condition: ColumnCondition): string[] {
  const { value } = condition;
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === "string");
  if (isTexts && value.length <= maxOptions) return value;
  throw invalid(condition, `is compared with a list of at most ${maxOptions} texts`);
}

/** As plain digits: a number of JSON may come with an exponent. */
function decimalOf(condition: ColumnCondition): string {
  const { value } = condition;
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) >= 1e24)
    throw invalid(condition, "is compared with a number");
  return value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });
}

function comparatorOf(condition: ColumnCondition): string {
  const comparator = comparators.get(condition.operator);
  if (comparator === undefined) throw unknownOperator(condition);
  return comparator;
}

function unknownOperator(condition: ColumnCondition): PlumblineError {
  return invalid(condition, `cannot be compared with the operator "${condition.operator}"`);
}

/** Names the column as it was sent: that one is known, or it would have been refused before. */
export function invalid(condition: ColumnCondition, problem: string): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: `The filter on "${condition.column}" (${condition.type}) ${problem}.`,
    details: { issues: [`filter: ${condition.column} ${problem}`] },
  });
}
