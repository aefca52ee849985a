export { addDatasetRunItem } from "./add-item.ts";
export { getDatasetRun } from "./get.ts";
export { listDatasetRunNames, listDatasetRuns } from "./list.ts";
export { listDatasetRunItems } from "./list-items.ts";
export { removeDatasetRun } from "./remove.ts";
export type { DatasetRunDetail, DatasetRunItemDetail } from "./types.ts";
