import type { FieldName } from "@plumbline/filters/fields";

export interface FieldValue {
  value: string;
  count: number;
}

/**
 * The most frequent values of a field that start with the prefix, in the order in which they are offered.
 * For the fields that are maps: the values under `key`, or the keys themselves where there is none.
 */
export type LoadValues = (field: FieldName, prefix: string, key?: string) => Promise<readonly FieldValue[]>;
