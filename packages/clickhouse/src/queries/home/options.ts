import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";
import { environmentOf, isCall, modelOf } from "./filters.ts";

/** Environments and models of the calls of a window, each with its calls (not deduplicated), most first. */
export const homeOptions = defineQuery({
  name: "home.options",
  params: windowParams,
  row: z.object({ environment: z.string(), model: z.string(), calls: z.number() }),
  sql: `SELECT ${environmentOf} AS environment, ${modelOf} AS model, count() AS calls
    FROM spans
    WHERE ${spanWindow} AND ${isCall} AND is_deleted = 0
    GROUP BY environment, model
    ORDER BY calls DESC, environment, model
    LIMIT 1000`,
});
