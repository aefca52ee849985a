import type { FieldName } from "@plumbline/filters/fields";
import { defineQuery } from "../../query.ts";
import { isNumeric } from "../filter/comparison.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { fieldSql } from "../filter/field-sql.ts";
import { facetParams, facetRow } from "./list-facet-values.ts";
import { spanStripes } from "./stripes.ts";

/**
 * About how many traces have a value, straight from the rows of the window: nothing is put together, so
 * superseded rows and those of traces that started before count too. Null for a field or a filter that
 * speaks of traces as a whole. Of one in so many stripes of the window.
 */
export function estimateFacetValues(filter: CompiledFilter, field: FieldName, oneIn = 1) {
  const value = valueOfRow(field);
  if (value === null || !filter.rowHintsSuffice) return null;
  const rows = spanStripes(oneIn);
  const narrowed = [
    ...filter.idConditions,
    ...filter.rowHints.map(
      (hint) => `trace_id IN (SELECT trace_id FROM spans WHERE ${rows} AND is_deleted = 0 AND ${hint})`,
    ),
  ];
  return defineQuery({
    name: "trace.estimate-facet-values",
    params: facetParams,
    row: facetRow,
    sql: ({ prefix }) => `SELECT ${value} AS value, uniqCombined(cityHash64(trace_id)) AS count
    FROM spans
    WHERE ${[
      rows,
      "is_deleted = 0",
      ...narrowed,
      "value != ''",
      ...(prefix === "" ? [] : ["startsWith(lowerUTF8(value), lowerUTF8({prefix:String}))"]),
    ].join("\n      AND ")}
    GROUP BY value
    ORDER BY count DESC, value
    LIMIT {limit:UInt32}`,
  });
}

/** Where the value of a trace usually stands, for those that need not be on each of its rows. */
const valuesOfRows: Readonly<Partial<Record<FieldName, string>>> = {
  name: `multiIf(span_id = '' AND name != '', name, trace_name != '', trace_name, parent_span_id = '', name, '')`,
  env: "multiIf(parent_span_id != '', '', environment = '', 'default', environment)",
};

/** A text, "" for none. */
function valueOfRow(field: FieldName): string | null {
  const source = fieldSql[field];
  if (isNumeric(field)) return null;
  switch (source.from) {
    case "span":
      return source.only === undefined ? source.sql : `if(${source.only}, ${source.sql}, '')`;
    case "tags":
      return "arrayJoin(tags)";
    case "trace":
      return valuesOfRows[field] ?? (source.rowTexts?.length === 1 ? (source.rowTexts[0] ?? null) : null);
    default:
      return null;
  }
}
