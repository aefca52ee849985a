import { type Field, type FieldName, fields } from "./fields.ts";
import { nearest } from "./nearest.ts";

export interface NamedField extends Field {
  readonly name: FieldName;
}

export const allFields: readonly NamedField[] = Object.values(fields);

const byName = new Map(
  allFields.flatMap((field) => [field.name, ...(field.aliases ?? [])].map((name) => [name, field] as const)),
);

/** By its name or another spelling of it, in any case. */
export function findField(name: string): NamedField | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** The field that somebody who typed this may have meant. */
export function nearestField(name: string): NamedField | null {
  const found = nearest(name, byName.keys());
  return found === null ? null : findField(found);
}
