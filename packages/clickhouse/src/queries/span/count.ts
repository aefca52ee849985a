import { defineQuery } from "../../query.ts";
import { countRow } from "../window.ts";
import { matchingSpans, spanFilterParams } from "./filters.ts";

export const countSpans = defineQuery({
  name: "span.count",
  params: spanFilterParams,
  row: countRow,
  sql: (params) => `SELECT count() AS total ${matchingSpans(params)}`,
});
