import { defineQuery } from "../../query.ts";
import { countRow, windowOf, windowParams } from "../window.ts";

/** Rows of a window, superseded and deleted ones included: answered from the primary index, to plan other queries. */
export const countRows = defineQuery({
  name: "trace.count-rows",
  params: windowParams,
  row: countRow,
  sql: `SELECT count() AS total FROM spans WHERE ${windowOf("start_time")}`,
});
