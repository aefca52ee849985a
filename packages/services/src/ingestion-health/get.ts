import {
  acceptedBySource,
  newestArrival,
  rejectedBySource,
  rejectsByReason,
  sendersInWindow,
} from "@plumbline/clickhouse/queries/ingestion/health";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { homeWindow } from "../home/index.ts";
import { isoTime, reading, textOrNull } from "../read-rows.ts";
import { listWindow } from "../window.ts";
import { ratesOf } from "./rates.ts";
import type { IngestionHealth } from "./types.ts";

export interface IngestionHealthInput {
  projectId: string;
  /** Milliseconds since the epoch, half-open; by arrival. */
  fromMs: number;
  toMs: number;
  /** IANA name. */
  zone: string;
}

const limit = 100;

/** What of a project arrived in a window, what was refused and why, and who sent it. */
export async function getIngestionHealth(
  ctx: ServiceContext,
  input: IngestionHealthInput,
): Promise<IngestionHealth> {
  await requireProjectPermission(ctx, input.projectId, "rejected-events:read");
  const { buckets, params } = homeWindow(ctx, input);
  const { projectId, fromUs, toUs, edges } = params;
  const window = { projectId, fromUs, toUs };
  const [accepted, rejected, reasons, senders, newest] = await reading(
    Promise.all([
      ctx.clickhouse.query(acceptedBySource, { ...window, edges }),
      ctx.clickhouse.query(rejectedBySource, { ...window, edges }),
      ctx.clickhouse.query(rejectsByReason, { ...window, limit }),
      ctx.clickhouse.query(sendersInWindow, { ...window, limit }),
      ctx.clickhouse.query(newestArrival, { projectId, ...listWindow(ctx.clock, {}) }),
    ]),
  );
  const [last] = newest;
  return {
    buckets,
    accepted: ratesOf(buckets, accepted),
    rejected: ratesOf(buckets, rejected),
    reasons: reasons.map(({ lastUs, ...rest }) => ({ ...rest, lastAt: isoTime(lastUs) })),
    senders: senders.map(({ service, scope, source, spans, unpriced, lastUs }) => ({
      service: textOrNull(service),
      scope: textOrNull(scope),
      source,
      spans,
      unpriced,
      lastSeenAt: isoTime(lastUs),
    })),
    senderCount: senders[0]?.senders ?? 0,
    unpriced: senders[0]?.allUnpriced ?? 0,
    newestAt: last === undefined || last.total === 0 ? null : isoTime(last.lastUs),
  };
}
