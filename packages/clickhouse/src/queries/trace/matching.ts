import { z } from "zod";
import { boundValue } from "../filter/binder.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { windowParams } from "../window.ts";
import { selectTraceColumns, type TraceColumn } from "./columns.ts";
import { spanScope } from "./scope.ts";

/** A window, the moment against which "running" is judged, and what a compiled filter binds. */
export const matchingParams = windowParams.extend({ nowUs: z.number().int() }).catchall(boundValue);

export interface MatchingSql {
  filter: CompiledFilter;
  /** Selected beside what the filter needs. */
  columns?: readonly TraceColumn[];
  /** Further columns, as SQL over the rows of one trace. */
  extra?: string;
}

/** One row per trace that starts in the window and satisfies the filter. */
export function matchingTraces({ filter, columns = [], extra = "" }: MatchingSql): string {
  const needed = new Set<TraceColumn>(["startUs", ...columns, ...filter.columns]);
  const hints = filter.spanHints.map(
    (hint) => `
      AND trace_id IN (SELECT trace_id FROM spans WHERE ${spanScope} AND ${hint})`,
  );
  return `SELECT trace_id,
      ${selectTraceColumns([...needed])}${extra === "" ? "" : `,\n      ${extra}`}
    FROM spans FINAL
    WHERE ${spanScope}${hints.join("")}
    GROUP BY trace_id
    HAVING startUs >= {fromUs:Int64} AND startUs < {toUs:Int64}${
      filter.having === null ? "" : `\n      AND ${filter.having}`
    }`;
}
