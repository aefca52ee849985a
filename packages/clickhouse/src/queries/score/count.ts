import { defineQuery } from "../../query.ts";
import { countRow } from "../window.ts";
import { matchingScores, scoreFilterParams } from "./columns.ts";

export const countScores = defineQuery({
  name: "score.count",
  params: scoreFilterParams,
  row: countRow,
  sql: (params) => `SELECT count() AS total ${matchingScores(params)}`,
});
