import type { JobHandlers } from "@plumbline/queue/worker";
import { sweepRetention } from "@plumbline/services/retention";
import type { WorkerDeps } from "../deps.ts";

export function createRetentionSweep(deps: WorkerDeps): JobHandlers["retention-sweep"] {
  return async (_payload, { id, logger }) => {
    const actor = { type: "system", name: "retention-sweep" } as const;
    const swept = await sweepRetention({ ...deps, actor, requestId: id, logger });
    logger.info({ swept }, "retention swept");
  };
}
