export { keptFromMs } from "./kept-from.ts";
export { type RetentionSweep, sweepRetention } from "./sweep-retention.ts";
