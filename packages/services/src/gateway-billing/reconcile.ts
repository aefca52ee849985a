import {
  anyGatewayCall,
  countRecordedTwice,
  markRecordedTwice,
} from "@plumbline/clickhouse/queries/gateway-billing/mark";
import { recordedByGateway } from "@plumbline/pricing/billable";
import type { ServiceContext } from "../context.ts";
import { correctProjects } from "../correction-lease/index.ts";
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
  const windowOf = (projectId: string) => ({ projectId, fromUs, toUs });
  return correctProjects(ctx, {
    async count(projectId) {
      const window = windowOf(projectId);
      if ((await reading(ctx.clickhouse.query(anyGatewayCall, window))).length === 0) return 0;
      const [found] = await reading(ctx.clickhouse.query(countRecordedTwice, window));
      return found?.spans ?? 0;
    },
    apply: (projectId) =>
      reading(markRecordedTwice(ctx.clickhouse, { ...windowOf(projectId), reason: recordedByGateway })),
  });
}
