import { listAsked } from "@plumbline/clickhouse/queries/review-item/list-asked";
import type { ReviewItem as Row } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";
import { reading, textOrNull } from "../read-rows.ts";

const maxCharacters = 500;
/** Items know the start of their span in milliseconds. */
const msUs = 1_000;

type Place = Pick<Row, "traceId" | "spanId" | "spanStartedAt">;

/** What was asked in the spans of these items. It lies with the trace alone, and goes with it. */
export async function readAsked(
  ctx: Pick<ServiceContext, "clickhouse">,
  projectId: string,
  rows: readonly Place[],
): Promise<(row: Place) => string | null> {
  if (rows.length === 0) return () => null;
  const starts = rows.map(({ spanStartedAt }) => spanStartedAt.getTime() * msUs);
  const found = await reading(
    ctx.clickhouse.query(listAsked, {
      projectId,
      fromUs: Math.min(...starts),
      toUs: Math.max(...starts) + msUs,
      traceIds: rows.map(({ traceId }) => traceId),
      spanIds: rows.map(({ spanId }) => spanId),
      maxCharacters,
    }),
  );
  return ({ traceId, spanId }) =>
    textOrNull(found.find((row) => row.traceId === traceId && row.spanId === spanId)?.asked ?? "");
}
