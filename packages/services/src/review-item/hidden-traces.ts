import type { ServiceContext } from "../context.ts";

/** Traces with items that were deleted, and are brought back or erased within the hour. */
export async function hiddenTraceIds(
  { db }: Pick<ServiceContext, "db">,
  projectId: string,
): Promise<string[]> {
  const rows = await db.$queryRaw<Array<{ traceId: string }>>`
    SELECT DISTINCT i.trace_id AS "traceId"
    FROM trace_deletions d
    JOIN review_items i ON i.project_id = d.project_id AND i.trace_id = ANY(d.trace_ids)
    WHERE d.project_id = ${projectId} AND d.cancelled_at IS NULL AND d.completed_at IS NULL`;
  return rows.map(({ traceId }) => traceId);
}
