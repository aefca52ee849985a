export { getScore } from "./get.ts";
export { type ListScoresInput, listScores } from "./list.ts";
export { listScoresOfTrace, listScoresOfTraces } from "./list-of-traces.ts";
export type { ScoreRow } from "./types.ts";
