import type { JobHandlers } from "@plumbline/queue/worker";
import type { WorkerDeps } from "../deps.ts";
import { createEraseTraces } from "./erase-traces.ts";
import { createRetentionSweep } from "./retention-sweep.ts";

/** One file per entry of the job catalogue; a missing one does not compile. */
export function createHandlers(deps: WorkerDeps): JobHandlers {
  return {
    "erase-traces": createEraseTraces(deps),
    "retention-sweep": createRetentionSweep(deps),
  };
}
