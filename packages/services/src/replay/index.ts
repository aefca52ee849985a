export { listReplays } from "./list.ts";
export { requestReplay } from "./request.ts";
export type { ReplayItem } from "./types.ts";
export { advanceReplay, claimReplay, finishReplay, type ReplayJob, unclaimReplay } from "./work.ts";
