export { type ListRejectedEventsInput, listRejectedEvents } from "./list.ts";
export type { RejectedEventRow } from "./types.ts";
