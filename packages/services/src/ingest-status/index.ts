export { getIngestStatus } from "./get.ts";
export { listIngestInstances } from "./list.ts";
export { type IngestReport, reportIngest } from "./report.ts";
export type { IngestInstance, IngestStatusItem, IngestTotal, IngestTrouble } from "./types.ts";
