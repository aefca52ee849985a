import type { ScoredTraceBody } from "@plumbline/contracts/langfuse";
import type { ServiceContext } from "@plumbline/services/context";
import type { ScoreRow } from "@plumbline/services/score";
import { listTraceHeaders } from "@plumbline/services/trace";

/** The few fields of a trace that a list of scores shows beside each, by trace id. */
export async function scoredTraces(
  ctx: ServiceContext,
  projectId: string,
  scores: readonly ScoreRow[],
): Promise<Map<string, ScoredTraceBody>> {
  const traceIds = [...new Set(scores.flatMap((score) => score.traceId ?? []))];
  const traces = await listTraceHeaders(ctx, { projectId, traceIds });
  return new Map(
    traces.map(({ traceId, userId, tags, environment, sessionId }) => [
      traceId,
      { userId, tags, environment, sessionId },
    ]),
  );
}
