import { listScores as listScoresQuery } from "@plumbline/clickhouse/queries/score/list";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import { toScoreRow } from "./to-score-row.ts";
import type { ScoreRow } from "./types.ts";

const maxScores = 10_000;

/** Scores of these traces and of their spans, newest first, the latest 10,000 of all. */
export async function listScoresOfTraces(
  ctx: ServiceContext,
  input: { projectId: string; traceIds: string[] },
): Promise<ScoreRow[]> {
  await requireProjectPermission(ctx, input.projectId, "scores:read");
  if (input.traceIds.length === 0) return [];
  const records = await reading(
    ctx.clickhouse.query(listScoresQuery, {
      ...input,
      ...lookupWindow(ctx.clock),
      limit: maxScores,
    }),
  );
  return records.map(toScoreRow);
}

export async function listScoresOfTrace(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string },
): Promise<ScoreRow[]> {
  return listScoresOfTraces(ctx, { projectId: input.projectId, traceIds: [input.traceId] });
}
