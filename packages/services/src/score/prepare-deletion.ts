import { listScores as listScoresQuery } from "@plumbline/clickhouse/queries/score/list";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ScoreEvent } from "@plumbline/contracts/events";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import { toScoreRow } from "./to-score-row.ts";

/**
 * The event that takes a score back, for the door to accept: it goes the way of all words about a score,
 * so that no replay brings back what came before it. Throws `not_found`.
 */
export async function prepareScoreDeletion(
  ctx: ServiceContext,
  input: { projectId: string; scoreId: string },
): Promise<ScoreEvent> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "scores:write");
  const [record] = await reading(
    ctx.clickhouse.query(listScoresQuery, {
      projectId,
      ...lookupWindow(ctx.clock),
      scoreIds: [input.scoreId],
      limit: 1,
    }),
  );
  if (record === undefined) throw new PlumblineError("not_found");
  const { id, name, dataType, source, traceId, sessionId, datasetRunId } = toScoreRow(record);
  // A client's clock may run ahead: the last word has to be the later one all the same.
  const timeUs = Math.max(ctx.clock.nowUs(), record.updatedUs + 1);
  return {
    type: "score",
    eventId: `score-deleted-${id}-${timeUs}`,
    timeUs,
    score: {
      id,
      name,
      dataType,
      source,
      timestampUs: record.timestampUs,
      ...(traceId === null ? {} : { traceId }),
      ...(sessionId === null ? {} : { sessionId }),
      ...(datasetRunId === null ? {} : { datasetRunId }),
      deleted: true,
    },
  };
}
