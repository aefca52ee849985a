import type { Comparison, Filter, TextSearch } from "@plumbline/filters/filter";
import type { TraceColumn } from "../trace/columns.ts";
import { Binder } from "./binder.ts";
import { anyOf, certain, compareFloat, compareNumber, compareText, isNumeric, keyOf } from "./comparison.ts";
import { fieldSql } from "./field-sql.ts";
import { scoredTraces, searchableSpans } from "./subqueries.ts";
import { textCondition } from "./text-search.ts";

export interface CompiledFilter {
  /** A condition on the group of a trace's rows; never NULL. Null: every trace. */
  having: string | null;
  /** What `having` calls by name: has to be selected beside it. */
  columns: ReadonlySet<TraceColumn>;
  /** Conditions on a row of which every matching trace has one, superseded rows included. */
  spanHints: readonly string[];
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

const everything: CompiledFilter = { having: null, columns: new Set(), spanHints: [], values: {} };

/** Throws `invalid_request` for a comparison that its field does not know. */
export function compileFilter(filter: Filter | null, context: FilterContext = {}): CompiledFilter {
  if (filter === null) return everything;
  const state: Compiling = { ...context, binder: new Binder(), columns: new Set() };
  const having = compile(filter, state);
  const spanHints = requiredLeaves(filter).flatMap((leaf) => spanCondition(leaf, state) ?? []);
  return { having, columns: state.columns, spanHints, values: state.binder.values };
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
      return `countIf(${spanCondition(leaf, state) ?? "false"}) > 0`;
    case "span-text":
      return `trace_id IN (${searchableSpans(compareText(source.sql, leaf, binder))})`;
    case "trace":
      for (const column of source.columns) columns.add(column);
      return certain(compare(source.sql, leaf, binder, source.unit));
    case "tags":
      columns.add("tagSet");
      return `arrayExists(tag -> ${compareText("tag", leaf, binder)}, tagSet)`;
    case "scores":
      return `trace_id IN (${scoredTraces(leaf, binder)})`;
    case "bookmarks":
      return compileBookmarked(leaf, state);
  }
}

/** Null when the leaf is not about one row of `spans`. */
function spanCondition(leaf: Comparison, { binder }: Compiling): string | null {
  const source = fieldSql[leaf.field];
  if (source.from === "metadata") return compileMetadata(leaf, binder);
  if (source.from !== "span") return null;
  const condition = isNumeric(leaf.field)
    ? compareNumber(source.sql, leaf, binder, source.unit)
    : compareText(source.sql, leaf, binder);
  return source.only === undefined ? condition : `(${source.only} AND ${condition})`;
}

function compileMetadata(leaf: Comparison, binder: Binder): string {
  const key = binder.text(keyOf(leaf));
  const held = `mapContains(metadata, ${key})`;
  if (leaf.operator === "exists") return held;
  const value = `metadata[${key}]`;
  const isText = leaf.operator === "is" || leaf.operator === "contains" || leaf.operator === "starts";
  const condition = isText
    ? compareText(value, leaf, binder)
    : compareFloat(`toFloat64OrNull(${value})`, leaf, binder);
  return `(${held} AND ${condition})`;
}

function compileBookmarked(leaf: Comparison, state: Compiling): string {
  const held = `trace_id IN ${state.binder.texts(state.bookmarkedTraceIds ?? [])}`;
  if (leaf.operator === "exists") return held;
  return anyOf(leaf.values.map((value) => (value === "true" ? held : `NOT (${held})`)));
}

function compileText(search: TextSearch, { binder }: Compiling): string {
  const condition = textCondition(search, binder);
  return condition === null ? "true" : `trace_id IN (${searchableSpans(condition)})`;
}

/** The comparisons that hold in every matching trace. */
function requiredLeaves(filter: Filter): Comparison[] {
  if (filter.type === "compare") return [filter];
  return filter.type === "and" ? filter.operands.flatMap(requiredLeaves) : [];
}
