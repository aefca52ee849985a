import type { JobHandlers } from "@plumbline/queue/worker";
import type { WorkerDeps } from "../deps.ts";
import { createEraseTraces } from "./erase-traces.ts";
import { createOpenReviewItems } from "./open-review-items.ts";
import { createRecomputePrices } from "./recompute-prices.ts";
import { createReconcileGateway } from "./reconcile-gateway.ts";
import { createRetentionSweep } from "./retention-sweep.ts";

/** One file per entry of the job catalogue; a missing one does not compile. */
export function createHandlers(deps: WorkerDeps): JobHandlers {
  return {
    "erase-traces": createEraseTraces(deps),
    "open-review-items": createOpenReviewItems(deps),
    "recompute-prices": createRecomputePrices(deps),
    "reconcile-gateway": createReconcileGateway(deps),
    "retention-sweep": createRetentionSweep(deps),
  };
}
