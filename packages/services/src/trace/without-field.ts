import type { FieldName } from "@plumbline/filters/fields";
import type { Filter } from "@plumbline/filters/filter";

/** The filter without its top-level clauses on a field: what a facet of that field counts under. */
export function withoutField(filter: Filter | null, field: FieldName): Filter | null {
  if (filter === null || isAbout(filter, field)) return null;
  if (filter.type !== "and") return filter;
  const operands = filter.operands.flatMap((operand) => withoutField(operand, field) ?? []);
  return operands.length === 0 ? null : { type: "and", operands };
}

function isAbout(filter: Filter, field: FieldName): boolean {
  switch (filter.type) {
    case "and":
    case "or":
      return filter.operands.length > 0 && filter.operands.every((operand) => isAbout(operand, field));
    case "not":
      return isAbout(filter.operand, field);
    case "compare":
      return filter.field === field;
    case "text":
      return false;
  }
}
