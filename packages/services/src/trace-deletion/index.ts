export { cancelTraceDeletion } from "./cancel.ts";
export { eraseDueTraces } from "./erase-due.ts";
export { listPendingTraceDeletions } from "./list-pending.ts";
export { requestTraceDeletion } from "./request.ts";
export type { TraceDeletionItem } from "./types.ts";
