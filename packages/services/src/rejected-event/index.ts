export { rejectedEventFilter } from "./filter-input.ts";
export { type GroupRejectedEventsInput, groupRejectedEvents } from "./group.ts";
export { type ListRejectedEventsInput, listRejectedEvents } from "./list.ts";
export type { RejectedEventGroup, RejectedEventRow } from "./types.ts";
