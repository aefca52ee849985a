import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

/** One row when something was ever sent, none when not; reads no further than the first. */
export const anySpan = defineQuery({
  name: "span.any",
  params: windowParams,
  row: z.object({ found: z.number() }),
  sql: `SELECT 1 AS found FROM spans WHERE ${spanWindow} AND is_deleted = 0 LIMIT 1`,
});
