export { cancelPriceRecompute } from "./cancel.ts";
export { getPriceRecompute } from "./get.ts";
export { listDuePriceRecomputes } from "./list-due.ts";
export { requestPriceRecompute } from "./request.ts";
export { runPriceRecompute } from "./run.ts";
export type { PriceRecomputeItem } from "./types.ts";
