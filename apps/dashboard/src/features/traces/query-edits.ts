import type { FieldName } from "@plumbline/filters/fields";

/** Only traces with this value of the field; what the query said of the field before is gone. */
export function onlyValue(query: string, field: FieldName, value: string): string {
  return `${query} ${field}:${value}`.trim();
}

/** No trace with this value. */
export function notValue(query: string, field: FieldName, value: string): string {
  return `${query} -${field}:${value}`.trim();
}
