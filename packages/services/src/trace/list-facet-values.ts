import { estimateFacetValues } from "@plumbline/clickhouse/queries/trace/estimate-facet-values";
import { listFacetValues as facetQuery } from "@plumbline/clickhouse/queries/trace/list-facet-values";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { FieldName } from "@plumbline/filters/fields";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { chooseSample, chooseStripes } from "./choose-sample.ts";
import { type MatchingTraces, type MatchingTracesInput, resolveMatching } from "./matching-input.ts";
import { withoutField } from "./without-field.ts";

export interface ListFacetValuesInput extends MatchingTracesInput {
  field: FieldName;
  /** Only values that begin so, in any case. */
  prefix?: string;
  limit: number;
}

export interface FacetValues {
  /**
   * The most frequent first. Of a field of numbers: lower bounds (0, 1, 2, 5, 10, 20 … and their tenths)
   * in the base unit, in order; each reaches to the next step.
   */
  values: Array<{ value: string; count: number }>;
  /** There are more values than were asked for. */
  more: boolean;
  /** False when the counts are estimates; then a value that few traces have may be missing. */
  exact: boolean;
}

/**
 * Values of a field and how many traces have each, under the filter without its clauses on that field.
 * Throws `invalid_request` for a field that has no list of values.
 */
export async function listFacetValues(
  ctx: ServiceContext,
  input: ListFacetValuesInput,
): Promise<FacetValues> {
  const matching = await resolveMatching(ctx, {
    ...input,
    filter: withoutField(input.filter ?? null, input.field),
  });
  const { query, factor, exact } = await chooseQuery(ctx, matching, input.field);
  if (query === null) {
    throw new PlumblineError("invalid_request", {
      message: `"${input.field}" has no list of values.`,
      details: { field: input.field },
    });
  }
  const values = await reading(
    ctx.clickhouse.query(query, { ...matching.bound, prefix: input.prefix ?? "", limit: input.limit + 1 }),
  );
  return {
    values: values.slice(0, input.limit).map(({ value, count }) => ({
      value,
      count: Math.round(count * factor),
    })),
    more: values.length > input.limit,
    exact,
  };
}

async function chooseQuery(ctx: ServiceContext, matching: MatchingTraces, field: FieldName) {
  const { sample, factor, exact, rows } = await chooseSample(ctx, matching);
  if (exact || estimateFacetValues(matching.filter, field) === null) {
    return { query: facetQuery(matching.filter, field, sample), factor, exact };
  }
  const stripes = await chooseStripes(ctx, matching, rows);
  const query = estimateFacetValues(matching.filter, field, stripes.oneIn);
  return { query, factor: stripes.factor, exact };
}
