import type { JobHandlers } from "@plumbline/queue/worker";
import { runPriceRecompute } from "@plumbline/services/price-recompute";
import type { WorkerDeps } from "../deps.ts";

export function createRecomputePrices(deps: WorkerDeps): JobHandlers["recompute-prices"] {
  return async ({ recomputeId }, { id, logger }) => {
    const actor = { type: "system", name: "recompute-prices" } as const;
    const ended = await runPriceRecompute({ ...deps, actor, requestId: id, logger }, { recomputeId });
    logger.info({ recomputeId, ended }, "prices recomputed");
  };
}
