import type { JobHandlers } from "@plumbline/queue/worker";
import { eraseDueTraces } from "@plumbline/services/trace-deletion";
import type { WorkerDeps } from "../deps.ts";

export function createEraseTraces(deps: WorkerDeps): JobHandlers["erase-traces"] {
  return async (_payload, { id, logger }) => {
    const actor = { type: "system", name: "erase-traces" } as const;
    const erased = await eraseDueTraces({ ...deps, actor, requestId: id, logger });
    if (erased.deletions > 0) logger.info({ erased }, "deleted traces erased");
  };
}
