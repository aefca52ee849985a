import type { FieldName } from "@plumbline/filters/fields";
import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { isNumeric } from "../filter/comparison.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { fieldSql } from "../filter/field-sql.ts";
import { type MatchingSql, matchingParams, matchingTraces } from "./matching.ts";
import { everyTrace } from "./scope.ts";

export const facetParams = matchingParams.safeExtend({ prefix: z.string(), limit: z.number().int() });
export const facetRow = z.object({ value: z.string(), count: z.number() });

/** Of the sample. Null for a field that has no list of values. */
export function listFacetValues(filter: CompiledFilter, field: FieldName, sample = everyTrace) {
  const values = valuesOfTrace(field);
  if (values === null) return null;
  const number = isNumeric(field);
  return defineQuery({
    name: "trace.list-facet-values",
    params: facetParams,
    row: facetRow,
    sql: `SELECT ${number ? "toString(one)" : "one"} AS value, count() AS count
    FROM (${matchingTraces({ filter, sample, ...values.parts })})
    ARRAY JOIN ${values.sql} AS one
    WHERE ${number ? "isNotNull(one)" : "one != '' AND startsWith(lowerUTF8(one), lowerUTF8({prefix:String}))"}
    GROUP BY one
    ORDER BY ${number ? "one" : "count DESC, value"}
    LIMIT {limit:UInt32}`,
  });
}

interface Values {
  /** An array, over the columns of `parts`. */
  sql: string;
  parts: Omit<MatchingSql, "filter">;
}

function valuesOfTrace(field: FieldName): Values | null {
  const source = fieldSql[field];
  switch (source.from) {
    case "span": {
      if (isNumeric(field)) return null;
      const value = source.only === undefined ? source.sql : `if(${source.only}, ${source.sql}, '')`;
      return { sql: "spanValues", parts: { extra: `groupUniqArray(${value}) AS spanValues` } };
    }
    case "tags":
      return { sql: "tagSet", parts: { columns: ["tagSet"] } };
    case "trace": {
      const value = isNumeric(field) ? lowerBound(source.sql, source.unit ?? 1) : source.sql;
      return { sql: `[${value}]`, parts: { columns: source.columns } };
    }
    default:
      return null;
  }
}

/** The largest of 0, 1, 2, 5, 10, 20, 50 … (and their tenths) that is not above the number. */
function lowerBound(sql: string, unit: number): string {
  const number = `(toFloat64(${sql}) / ${unit})`;
  const decade = `exp10(floor(log10(${number})))`;
  const step = `multiIf(${number} / ${decade} >= 5, 5, ${number} / ${decade} >= 2, 2, 1)`;
  return `if(${number} <= 0, 0, roundBankers(${step} * ${decade}, 12))`;
}
