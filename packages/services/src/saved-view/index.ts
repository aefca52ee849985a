export { createSavedView } from "./create.ts";
export { listSavedViews } from "./list.ts";
export { removeSavedView } from "./remove.ts";
export { type SavedView, type SavedViewSurface, savedViewSurfaces } from "./types.ts";
export { updateSavedView } from "./update.ts";
