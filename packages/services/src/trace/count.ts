import { countMatchingTraces } from "@plumbline/clickhouse/queries/trace/count-matching";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { chooseSample } from "./choose-sample.ts";
import { type MatchingTracesInput, resolveMatching } from "./matching-input.ts";

/** `exact` is false when the number is an estimate. */
export interface TraceCount {
  total: number;
  exact: boolean;
}

/** How many traces match. */
export async function countTraces(ctx: ServiceContext, input: MatchingTracesInput): Promise<TraceCount> {
  const matching = await resolveMatching(ctx, input);
  const { sample, factor, exact } = await chooseSample(ctx, matching);
  const query = countMatchingTraces(matching.filter, sample);
  const [counted] = await reading(ctx.clickhouse.query(query, matching.bound));
  return { total: (counted?.total ?? 0) * factor, exact };
}
