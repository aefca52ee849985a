import { defineQuery } from "../../query.ts";
import { countRow } from "../window.ts";
import { matchingTraces, traceFilterParams } from "./filters.ts";

export const countTraces = defineQuery({
  name: "trace.count",
  params: traceFilterParams,
  row: countRow,
  sql: (params) => `SELECT count() AS total FROM (${matchingTraces(params, [])})`,
});
