export { createScoreConfig } from "./create.ts";
export { getScoreConfig } from "./get.ts";
export { listScoreConfigs } from "./list.ts";
export { readScoreConfigsOfProject } from "./read-of-project.ts";
export type { ScoreConfigItem, ScoreConfigType } from "./types.ts";
export { updateScoreConfig } from "./update.ts";
