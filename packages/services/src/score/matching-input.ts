import {
  type CompiledConditions,
  compileConditions,
} from "@plumbline/clickhouse/queries/condition/compile-conditions";
import { scoreColumnTable } from "@plumbline/clickhouse/queries/condition/score-columns";
import { Binder } from "@plumbline/clickhouse/queries/filter/binder";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import { requireProjectPermission } from "../authorise/index.ts";
import { conditionWindow } from "../condition-window.ts";
import type { ServiceContext } from "../context.ts";
import { lookupWindow, type TimeWindow } from "../window.ts";

export interface MatchingScoresInput {
  projectId: string;
  /**
   * By the moment that a score speaks of. Defaults: 30 days back, and now; everything stored when the
   * conditions name what the score is about, or its id.
   */
  from?: Date;
  to?: Date;
  conditions: readonly ColumnCondition[];
}

interface MatchingScores {
  conditions: CompiledConditions;
  bound: TimeWindow & { projectId: string; lookFromUs: number; lookToUs: number } & Record<
      string,
      string | string[] | number
    >;
}

const ids = ["id", "traceId", "observationId", "sessionId", "datasetRunId"];

/** Authorises the reader and prepares conditions. Throws `invalid_request` for one that makes no sense. */
export async function resolveScores(
  ctx: ServiceContext,
  input: MatchingScoresInput,
): Promise<MatchingScores> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "scores:read");
  const binder = new Binder();
  const conditions = compileConditions(input.conditions, scoreColumnTable, binder);
  // What a trace says is for those who may read traces.
  if (conditions.ofTrace.size > 0) await requireProjectPermission(ctx, projectId, "traces:read");
  const everything = lookupWindow(ctx.clock);
  const window = conditionWindow(ctx.clock, input, { time: "timestamp", ids });
  return {
    conditions,
    bound: {
      ...binder.values,
      projectId,
      ...window,
      lookFromUs: everything.fromUs,
      lookToUs: everything.toUs,
    },
  };
}
