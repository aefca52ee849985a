import type { JobHandlers } from "@plumbline/queue/worker";
import { reconcileGatewayBilling } from "@plumbline/services/gateway-billing";
import type { WorkerDeps } from "../deps.ts";

const usualDays = 2;
/** For reports that an outage held back. */
const lateDays = 35;
const lateMinute = 37;

export function createReconcileGateway(deps: WorkerDeps): JobHandlers["reconcile-gateway"] {
  return async (_payload, { id, logger }) => {
    const actor = { type: "system", name: "reconcile-gateway" } as const;
    const isLateRun = new Date(deps.clock.nowMs()).getUTCMinutes() === lateMinute;
    const days = isLateRun ? lateDays : usualDays;
    const found = await reconcileGatewayBilling({ ...deps, actor, requestId: id, logger }, { days });
    if (found.spans > 0) logger.info({ found }, "calls that the gateway recorded too count once");
  };
}
