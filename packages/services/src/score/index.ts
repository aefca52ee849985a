export { getScore } from "./get.ts";
export { listScores } from "./list.ts";
export { listScoresAfter } from "./list-after.ts";
export { listScoresOfTrace, listScoresOfTraces } from "./list-of-traces.ts";
export { prepareScoreDeletion } from "./prepare-deletion.ts";
export type { ScoreRow } from "./types.ts";
