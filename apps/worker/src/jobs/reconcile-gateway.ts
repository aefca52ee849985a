import type { JobHandlers } from "@plumbline/queue/worker";
import { reconcileGatewayBilling } from "@plumbline/services/gateway-billing";
import { reconcileRepeatedCalls } from "@plumbline/services/repeated-calls";
import type { WorkerDeps } from "../deps.ts";

const usualDays = 2;
/** For reports that an outage held back. */
const lateDays = 35;
/** A span and its parent that came in two requests; the run for late reports looks at all. */
const usualMinutes = 15;
const lateMinute = 37;

export function createReconcileGateway(deps: WorkerDeps): JobHandlers["reconcile-gateway"] {
  return async (_payload, { id, logger }) => {
    const actor = { type: "system", name: "reconcile-gateway" } as const;
    const isLateRun = new Date(deps.clock.nowMs()).getUTCMinutes() === lateMinute;
    const days = isLateRun ? lateDays : usualDays;
    const ctx = { ...deps, actor, requestId: id, logger };
    const found = await reconcileGatewayBilling(ctx, { days });
    if (found.spans > 0) logger.info({ found }, "calls that the gateway recorded too count once");
    const repeated = await reconcileRepeatedCalls(
      ctx,
      isLateRun ? { days } : { days, minutes: usualMinutes },
    );
    if (repeated.spans > 0)
      logger.info({ found: repeated }, "calls that two instrumentations report count once");
  };
}
