export { getIngestionHealth, type IngestionHealthInput } from "./get.ts";
export type { IngestionHealth, RateSeries, RejectReason, Sender } from "./types.ts";
