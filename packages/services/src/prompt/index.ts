export { addPromptLabels } from "./add-labels.ts";
export { createPromptVersion } from "./create-version.ts";
export { type GetPromptInput, getPrompt } from "./get.ts";
export { listPrompts, type PromptSummary } from "./list.ts";
export { removePrompt } from "./remove.ts";
export type { ResolutionGraph } from "./resolve.ts";
export type { PromptItem, PromptType } from "./types.ts";
