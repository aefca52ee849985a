export { findDatasetItem, getDatasetItem } from "./get.ts";
export { listDatasetItemIds, listDatasetItems, listWholeDataset } from "./list.ts";
export { removeDatasetItem } from "./remove.ts";
export type { DatasetItemDetail } from "./types.ts";
export { upsertDatasetItem } from "./upsert.ts";
