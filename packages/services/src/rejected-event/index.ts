export { type ExportRejectedEventsInput, exportRejectedEvents } from "./export.ts";
export { rejectedEventFilter } from "./filter-input.ts";
export { getRejectedEvent } from "./get.ts";
export { type GroupRejectedEventsInput, groupRejectedEvents } from "./group.ts";
export { keptWindow } from "./kept-window.ts";
export { type ListRejectedEventsInput, listRejectedEvents } from "./list.ts";
export type { RejectedEventGroup, RejectedEventRow, WholeRejectedEvent } from "./types.ts";
