export { type RetentionSweep, sweepRetention } from "./sweep-retention.ts";
