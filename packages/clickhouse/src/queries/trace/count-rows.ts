import { defineQuery } from "../../query.ts";
import { countRow, spanWindow, windowParams } from "../window.ts";

/** Rows of a window, superseded ones included: answered from the primary index, to plan other queries. */
export const countRows = defineQuery({
  name: "trace.count-rows",
  params: windowParams,
  row: countRow,
  sql: `SELECT count() AS total FROM spans WHERE ${spanWindow}`,
});
