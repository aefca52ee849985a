export { getIngestStatus } from "./get.ts";
export { type IngestReport, reportIngest } from "./report.ts";
export type { IngestStatusItem, IngestTrouble } from "./types.ts";
