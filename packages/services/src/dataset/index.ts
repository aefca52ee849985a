export { findDataset, getDataset } from "./get.ts";
export { listDatasets } from "./list.ts";
export type { DatasetDetail } from "./types.ts";
export { upsertDataset } from "./upsert.ts";
