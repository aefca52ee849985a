export { createTraceShare } from "./create.ts";
export { getTraceShare } from "./get.ts";
export { type OpenedTraceShare, openTraceShare } from "./open.ts";
export { revokeTraceShare } from "./revoke.ts";
export { shareLifetimesDays, type TraceShareItem } from "./types.ts";
