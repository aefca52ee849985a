import type { TraceRecord } from "@plumbline/clickhouse/queries/trace/columns";
import { listTracesById } from "@plumbline/clickhouse/queries/trace/list-by-id";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";

export interface Found {
  traceId: string;
  startUs: number;
}

const dayUs = 86_400_000_000;

/** What is known of the traces that a page has found, in its order. */
export async function readFound(
  ctx: ServiceContext,
  projectId: string,
  found: readonly Found[],
): Promise<TraceRecord[]> {
  if (found.length === 0) return [];
  const starts = found.map(({ startUs }) => startUs);
  const records = await reading(
    ctx.clickhouse.query(listTracesById, {
      projectId,
      fromUs: Math.min(...starts) - dayUs,
      toUs: Math.max(...starts) + dayUs,
      traceIds: found.map(({ traceId }) => traceId),
    }),
  );
  const byId = new Map(records.map((record) => [record.traceId, record]));
  return found.flatMap(({ traceId }) => byId.get(traceId) ?? []);
}
