export { createCustomPrice } from "./create.ts";
export { listCustomPrices } from "./list.ts";
export { listModels, type ModelItem } from "./list-models.ts";
export { readAllCustomPrices } from "./read-all.ts";
export { removeCustomPrice } from "./remove.ts";
export type { CustomPriceItem } from "./to-custom-price-item.ts";
