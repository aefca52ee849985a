import { listScores as listScoresQuery } from "@plumbline/clickhouse/queries/score/list";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import { toScoreRow } from "./to-score-row.ts";
import type { ScoreRow } from "./types.ts";

/** Throws `not_found`. */
export async function getScore(
  ctx: ServiceContext,
  input: { projectId: string; scoreId: string },
): Promise<ScoreRow> {
  await requireProjectPermission(ctx, input.projectId, "scores:read");
  const [record] = await reading(
    ctx.clickhouse.query(listScoresQuery, {
      projectId: input.projectId,
      ...lookupWindow(ctx.clock),
      scoreIds: [input.scoreId],
      limit: 1,
    }),
  );
  if (record === undefined) throw new PlumblineError("not_found");
  return toScoreRow(record);
}
