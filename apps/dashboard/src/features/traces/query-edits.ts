import type { FieldName } from "@plumbline/filters/fields";
import type { Comparison, Filter } from "@plumbline/filters/filter";
import { formatQuery } from "@plumbline/filters/format-query";
import { normaliseFilter } from "@plumbline/filters/normalise-filter";
import { parseQuery } from "@plumbline/filters/parse-query";
import { excluding, selectionOf, withoutValue, withValue } from "@plumbline/filters/toggle-value";

// The edits of the query that facets and the values of rows make: text in, text out, so that the bar, the
// facets and the address are always the same query. None may be made while the text has problems.

const filterOf = (query: string) => parseQuery(query).filter;

export const facetSelection = (query: string, field: FieldName) => selectionOf(filterOf(query), field);

/** Only traces with this value; pressed again, all. What the query said of the field before is gone. */
export function onlyValue(query: string, field: FieldName, value: string): string {
  const { included, excluded } = facetSelection(query, field);
  const rest = join(clausesOf(query).filter((clause) => fieldOf(clause) !== field));
  const isOnly = included.length === 1 && included[0] === value && excluded.length === 0;
  return formatQuery(isOnly ? rest : withValue(rest, field, value));
}

export function notValue(query: string, field: FieldName, value: string): string {
  return formatQuery(excluding(filterOf(query), field, value));
}

/** A tick takes the value in; taking the tick away leaves it out, of the included or of all. */
export function toggleValue(query: string, field: FieldName, value: string): string {
  const filter = filterOf(query);
  const { included, excluded } = selectionOf(filter, field);
  if (included.includes(value) || excluded.includes(value)) {
    return formatQuery(withoutValue(filter, field, value));
  }
  const edit = included.length > 0 ? withValue : excluding;
  return formatQuery(edit(filter, field, value));
}

/** How many values, or else conditions, of the query are about the field. */
export function clauseCount(query: string, field: FieldName): number {
  return clausesOf(query)
    .filter((clause) => fieldOf(clause) === field)
    .reduce((sum, clause) => sum + valueCount(clause), 0);
}

function valueCount(clause: Filter): number {
  const inner = clause.type === "not" ? clause.operand : clause;
  return inner.type === "compare" && inner.operator === "is" ? inner.values.length : 1;
}

export function withoutClauses(query: string, field: FieldName): string {
  return formatQuery(join(clausesOf(query).filter((clause) => fieldOf(clause) !== field)));
}

/** The ends between which the query wants the field, as decimal strings in its base unit; both count. */
export interface Limits {
  least: string | null;
  most: string | null;
}

/** "other": the query compares the field in a way that two ends do not tell. */
export function limitsOf(query: string, field: FieldName): Limits | "other" {
  const limits: Limits = { least: null, most: null };
  for (const clause of clausesOf(query)) {
    if (fieldOf(clause) !== field) continue;
    if (clause.type !== "compare") return "other";
    const [first = null, second = null] = clause.values;
    if (clause.operator === "between") Object.assign(limits, { least: first, most: second });
    else if (clause.operator === "gte") limits.least = first;
    else if (clause.operator === "lte") limits.most = first;
    else return "other";
  }
  return limits;
}

export function withLimits(query: string, field: FieldName, { least, most }: Limits): string {
  const others = clausesOf(query).filter((clause) => fieldOf(clause) !== field);
  const compare = (operator: Comparison["operator"], values: string[]): Filter => ({
    type: "compare",
    field,
    operator,
    values,
  });
  if (least !== null && most !== null) others.push(compare("between", [least, most]));
  else if (least !== null) others.push(compare("gte", [least]));
  else if (most !== null) others.push(compare("lte", [most]));
  return formatQuery(join(others));
}

/** Each condition of the query as text, with what remains when it is taken away. */
export function removableClauses(query: string): { text: string; rest: string }[] {
  const clauses = clausesOf(query);
  return clauses.map((clause, index) => ({
    text: formatQuery(clause),
    rest: formatQuery(join(clauses.filter((_other, other) => other !== index))),
  }));
}

/** The field that a condition is about when it is about one; as `model:a` and `-model:a` are. */
function fieldOf(clause: Filter): FieldName | null {
  if (clause.type === "not") return fieldOf(clause.operand);
  if (clause.type === "compare") return clause.field;
  if (clause.type === "text") return null;
  const [first, ...rest] = new Set(clause.operands.map(fieldOf));
  return rest.length === 0 ? (first ?? null) : null;
}

/** The conditions that all have to hold. */
function clausesOf(query: string): readonly Filter[] {
  const parsed = filterOf(query);
  const filter = parsed && normaliseFilter(parsed);
  if (filter === null) return [];
  return filter.type === "and" ? filter.operands : [filter];
}

const join = (operands: readonly Filter[]) => normaliseFilter({ type: "and", operands: [...operands] });
