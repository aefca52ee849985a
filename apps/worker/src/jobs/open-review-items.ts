import type { JobHandlers } from "@plumbline/queue/worker";
import { openReviewItems } from "@plumbline/services/review-item";
import type { WorkerDeps } from "../deps.ts";

const usualDays = 2;
/** For calls that an outage held back. */
const lateDays = 35;
const lateMinute = 41;

export function createOpenReviewItems(deps: WorkerDeps): JobHandlers["open-review-items"] {
  return async (_payload, { id, logger }) => {
    const actor = { type: "system", name: "open-review-items" } as const;
    const isLateRun = new Date(deps.clock.nowMs()).getUTCMinutes() === lateMinute;
    const days = isLateRun ? lateDays : usualDays;
    const opened = await openReviewItems({ ...deps, actor, requestId: id, logger }, { days });
    if (opened.items > 0) logger.info({ opened }, "review items opened");
  };
}
