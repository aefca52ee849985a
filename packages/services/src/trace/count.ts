import { countMatchingTraces } from "@plumbline/clickhouse/queries/trace/count-matching";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type MatchingTracesInput, resolveMatching } from "./matching-input.ts";

/** `exact` is false when the number is an estimate. */
export interface TraceCount {
  total: number;
  exact: boolean;
}

/** How many traces match. */
export async function countTraces(ctx: ServiceContext, input: MatchingTracesInput): Promise<TraceCount> {
  const { filter, bound } = await resolveMatching(ctx, input);
  const [counted] = await reading(ctx.clickhouse.query(countMatchingTraces(filter), bound));
  return { total: counted?.total ?? 0, exact: true };
}
