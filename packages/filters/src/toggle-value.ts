import type { FieldName } from "./fields.ts";
import type { Comparison, Filter } from "./filter.ts";
import { normaliseFilter } from "./normalise-filter.ts";

export interface Selection {
  included: string[];
  excluded: string[];
}

/** What the conditions that hold for everything say of the field: `model:(a OR b)`, `-model:c`. */
export function selectionOf(filter: Filter | null, field: FieldName, key?: string): Selection {
  const included: string[] = [];
  const excluded: string[] = [];
  for (const clause of clausesOf(filter)) {
    const own = ownClause(clause, field, key);
    if (own) (own.negated ? excluded : included).push(...own.comparison.values);
  }
  return { included: [...new Set(included)], excluded: [...new Set(excluded)] };
}

/** Also finds what has this value: beside the ones that were included already, and no more excluded. */
export function withValue(
  filter: Filter | null,
  field: FieldName,
  value: string,
  key?: string,
): Filter | null {
  return add(withoutValue(filter, field, value, key), { field, key, value, negated: false });
}

/** Finds nothing that has this value. */
export function excluding(
  filter: Filter | null,
  field: FieldName,
  value: string,
  key?: string,
): Filter | null {
  return add(withoutValue(filter, field, value, key), { field, key, value, negated: true });
}

/** Neither includes nor excludes this value. With the last value its condition goes. */
export function withoutValue(
  filter: Filter | null,
  field: FieldName,
  value: string,
  key?: string,
): Filter | null {
  return join(
    clausesOf(filter).flatMap((clause) => {
      const own = ownClause(clause, field, key);
      if (!own?.comparison.values.includes(value)) return [clause];
      const values = own.comparison.values.filter((other) => other !== value);
      return values.length === 0 ? [] : [withValues(own, values)];
    }),
  );
}

interface OwnClause {
  comparison: Comparison;
  negated: boolean;
}

interface Addition {
  field: FieldName;
  key: string | undefined;
  value: string;
  negated: boolean;
}

function add(filter: Filter | null, { field, key, value, negated }: Addition): Filter | null {
  const clauses = clausesOf(filter);
  const index = clauses.findLastIndex((clause) => ownClause(clause, field, key)?.negated === negated);
  const own = clauses[index] && ownClause(clauses[index], field, key);
  if (own) return join(clauses.with(index, withValues(own, [...own.comparison.values, value])));
  const comparison: Comparison = {
    type: "compare",
    field,
    ...(key !== undefined && { key }),
    operator: "is",
    values: [value],
  };
  return join([...clauses, withValues({ comparison, negated }, [value])]);
}

function withValues({ comparison, negated }: OwnClause, values: string[]): Filter {
  const changed: Filter = { ...comparison, values };
  return negated ? { type: "not", operand: changed } : changed;
}

/** The clause if it includes or excludes exact values of this field. */
function ownClause(clause: Filter, field: FieldName, key: string | undefined): OwnClause | null {
  const negated = clause.type === "not";
  const comparison = negated ? clause.operand : clause;
  if (comparison.type !== "compare" || comparison.operator !== "is") return null;
  return comparison.field === field && comparison.key === key ? { comparison, negated } : null;
}

function clausesOf(filter: Filter | null): Filter[] {
  const normal = filter && normaliseFilter(filter);
  if (normal === null) return [];
  return normal.type === "and" ? normal.operands : [normal];
}

function join(operands: Filter[]): Filter | null {
  return normaliseFilter({ type: "and", operands });
}
