import {
  anyGatewayCall,
  countRecordedTwice,
  markRecordedTwice,
} from "@plumbline/clickhouse/queries/gateway-billing/mark";
import { recordedByGateway } from "@plumbline/pricing/billable";
import type { ServiceContext } from "../context.ts";
import { takeCorrectionLease } from "../correction-lease/index.ts";
import { reading } from "../read-rows.ts";

const dayUs = 86_400_000_000;

/**
 * Calls that a client reported and that the gateway recorded too count once: the gateway's row counts and
 * the client's says why it does not. Looks at calls that started in the last `days`; whatever arrived in
 * whatever order, repeating it finds nothing more. Projects that are being corrected wait for the next
 * run. For the system.
 */
export async function reconcileGatewayBilling(
  ctx: ServiceContext,
  { days }: { days: number },
): Promise<{ projects: number; spans: number }> {
  const toUs = ctx.clock.nowUs() + dayUs;
  const fromUs = toUs - (days + 1) * dayUs;
  const projects = await ctx.db.project.findMany({ where: { deletedAt: null }, select: { id: true } });
  const done = { projects: 0, spans: 0 };
  for (const { id: projectId } of projects) {
    const window = { projectId, fromUs, toUs };
    if ((await reading(ctx.clickhouse.query(anyGatewayCall, window))).length === 0) continue;
    const marked = await reconcileProject(ctx, window);
    if (marked === 0) continue;
    done.projects += 1;
    done.spans += marked;
  }
  return done;
}

async function reconcileProject(
  ctx: ServiceContext,
  window: { projectId: string; fromUs: number; toUs: number },
): Promise<number> {
  const found = (await reading(ctx.clickhouse.query(countRecordedTwice, window)))[0]?.spans ?? 0;
  if (found === 0) return 0;
  const lease = await takeCorrectionLease(ctx, window.projectId);
  if (lease === null) return 0;
  try {
    await reading(markRecordedTwice(ctx.clickhouse, { ...window, reason: recordedByGateway }));
  } finally {
    await lease.release();
  }
  return found;
}
