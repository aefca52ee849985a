import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";

/** A parameter that names one value, or several of which one has to hold, as the filter would say it. */
export function equals(column: string, value: string | undefined): ColumnCondition[] {
  return value === undefined ? [] : [{ type: "string", column, operator: "=", value }];
}

export function anyOf(column: string, values: readonly string[] | undefined): ColumnCondition[] {
  return values === undefined || values.length === 0
    ? []
    : [{ type: "stringOptions", column, operator: "any of", value: values }];
}

export function allOf(column: string, values: readonly string[] | undefined): ColumnCondition[] {
  return values === undefined || values.length === 0
    ? []
    : [{ type: "arrayOptions", column, operator: "all of", value: values }];
}
