import { defineQuery } from "../../query.ts";
import { countRow, windowParams } from "../window.ts";
import { windowStripes } from "./stripes.ts";

/**
 * Rows of a window, or of one in so many stripes of it, superseded and deleted ones included: answered
 * from the primary index, to plan other queries.
 */
export function countRows(oneIn = 1) {
  return defineQuery({
    name: "trace.count-rows",
    params: windowParams,
    row: countRow,
    sql: `SELECT count() AS total FROM spans WHERE ${windowStripes(oneIn)}`,
  });
}
