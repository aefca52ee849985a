import type { Comparison, Filter, TextSearch } from "@plumbline/filters/filter";
import type { TraceColumn } from "../trace/columns.ts";
import { Binder } from "./binder.ts";
import { anyOf, compareNumber, compareText, isNumeric } from "./comparison.ts";
import { fieldSql } from "./field-sql.ts";
import { rowHint, rowHintSuffices } from "./hints.ts";
import { mapCondition } from "./map-condition.ts";
import { spanCondition } from "./span-condition.ts";
import { scoredTraces, searchableSpans } from "./subqueries.ts";
import { textCondition } from "./text-search.ts";

export interface CompiledFilter {
  /** A condition on the group of a trace's rows; never NULL. Null: every trace. */
  having: string | null;
  /** What `having` calls by name: has to be selected beside it. */
  columns: ReadonlySet<TraceColumn>;
  /** Conditions on `trace_id` that hold besides: they narrow what is read at all. */
  idConditions: readonly string[];
  /** Conditions on a row, of each of which every matching trace has one; superseded rows may too. */
  rowHints: readonly string[];
  /** A trace with such rows, and the conditions on its id, matches: `having` says no more. */
  rowHintsSuffice: boolean;
  /** To be bound with the query. */
  values: Readonly<Record<string, string | string[]>>;
}

export interface FilterContext {
  /** For `bookmarked`: the traces that are. */
  bookmarkedTraceIds?: readonly string[];
}

interface Compiling extends FilterContext {
  binder: Binder;
  columns: Set<TraceColumn>;
}

const everything: CompiledFilter = {
  having: null,
  idConditions: [],
  rowHints: [],
  rowHintsSuffice: true,
  columns: new Set(),
  values: {},
};

/** Throws `invalid_request` for a comparison that its field does not know. */
export function compileFilter(filter: Filter | null, context: FilterContext = {}): CompiledFilter {
  if (filter === null) return everything;
  const state: Compiling = { ...context, binder: new Binder(), columns: new Set() };
  const clauses = requiredClauses(filter);
  const rest = clauses.filter((clause) => !isAboutId(clause));
  return {
    having: rest.length === 0 ? null : compile({ type: "and", operands: rest }, state),
    idConditions: clauses.filter(isAboutId).map((clause) => compile(clause, state)),
    rowHints: clauses.flatMap((clause) => rowHint(clause, state.binder) ?? []),
    rowHintsSuffice: rest.every(rowHintSuffices),
    columns: state.columns,
    values: state.binder.values,
  };
}

function compile(filter: Filter, state: Compiling): string {
  switch (filter.type) {
    case "and":
      return filter.operands.length === 0
        ? "true"
        : `(${filter.operands.map((operand) => compile(operand, state)).join(" AND ")})`;
    case "or":
      return anyOf(filter.operands.map((operand) => compile(operand, state)));
    case "not":
      return `NOT (${compile(filter.operand, state)})`;
    case "text":
      return compileText(filter, state);
    case "compare":
      return compileComparison(filter, state);
  }
}

function compileComparison(leaf: Comparison, state: Compiling): string {
  const source = fieldSql[leaf.field];
  const { binder, columns } = state;
  const compare = isNumeric(leaf.field) ? compareNumber : compareText;
  switch (source.from) {
    case "span":
    case "metadata":
      return `countIf(${spanCondition(leaf, binder) ?? "false"}) > 0`;
    case "span-text":
      return `trace_id IN (${searchableSpans(compareText(source.sql, leaf, binder), false)})`;
    case "attributes":
      return `trace_id IN (${searchableSpans(mapCondition("attributes", leaf, binder), true)})`;
    case "trace":
      for (const column of source.columns) columns.add(column);
      return compare(source.sql, leaf, binder, source.unit);
    case "tags":
      columns.add("tagSet");
      return `arrayExists(tag -> ${compareText("tag", leaf, binder)}, tagSet)`;
    case "scores":
      return `trace_id IN (${scoredTraces(leaf, binder)})`;
    case "bookmarks":
      return compileBookmarked(leaf, state);
  }
}

function compileBookmarked(leaf: Comparison, state: Compiling): string {
  const held = `trace_id IN ${state.binder.texts(state.bookmarkedTraceIds ?? [])}`;
  if (leaf.operator === "exists") return held;
  return anyOf(leaf.values.map((value) => (value === "true" ? held : `NOT (${held})`)));
}

function compileText(search: TextSearch, { binder }: Compiling): string {
  const condition = textCondition(search, binder);
  return condition === null ? "true" : `trace_id IN (${searchableSpans(condition, true)})`;
}

/** The operands that every matching trace satisfies. */
function requiredClauses(filter: Filter): Filter[] {
  return filter.type === "and" ? filter.operands.flatMap(requiredClauses) : [filter];
}

/** Depends on the trace's id alone: on whatever is known about it elsewhere. */
function isAboutId(filter: Filter): boolean {
  if (filter.type === "text") return true;
  return (
    filter.type === "compare" && (filter.field === "id" || idSources.includes(fieldSql[filter.field].from))
  );
}

const idSources: readonly string[] = ["span-text", "attributes", "scores", "bookmarks"];
