import { z } from "zod";
import { boundValue } from "../filter/binder.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { spanWindow, windowParams } from "../window.ts";
import { selectTraceColumns, type TraceColumn } from "./columns.ts";
import { everyTrace, type Sample, sampleScope } from "./scope.ts";

/** A window, the moment against which "running" is judged, and what a compiled filter binds. */
export const matchingParams = windowParams.extend({ nowUs: z.number().int() }).catchall(boundValue);

export interface MatchingSql {
  filter: CompiledFilter;
  /** Selected beside what the filter needs. */
  columns?: readonly TraceColumn[];
  /** Further columns, as SQL over the rows of one trace. */
  extra?: string;
  /** A further condition on the group. */
  having?: string;
  /** The window holds few rows: look up who has one in it before reading the rows around. */
  narrow?: boolean;
  /** Default: every trace. */
  sample?: Sample;
}

/**
 * One row per trace that starts in the window and satisfies the filter. Only conditions on the key may
 * stand before FINAL; the others wait for the group. What starts in the window has a row in it.
 */
export function matchingTraces(options: MatchingSql): string {
  const { filter, columns = [], extra, having, narrow = false, sample = everyTrace } = options;
  const needed = new Set<TraceColumn>(["startUs", ...columns, ...filter.columns]);
  const scope = sampleScope(sample);
  const hinted = hintedTraces(filter.rowHints, scope);
  const chosen = [
    scope,
    ...filter.idConditions,
    ...(hinted === null ? [] : [`trace_id IN (${hinted})`]),
    ...(narrow && hinted === null ? [`trace_id IN (SELECT trace_id FROM spans WHERE ${spanWindow})`] : []),
  ];
  return `SELECT trace_id,
      ${[selectTraceColumns([...needed]), ...(extra === undefined ? [] : [extra])].join(",\n      ")}
    FROM spans FINAL
    PREWHERE ${chosen.join("\n      AND ")}
    GROUP BY trace_id
    HAVING ${["startUs >= {fromUs:Int64} AND startUs < {toUs:Int64}", filter.having, having]
      .filter((condition) => condition !== null && condition !== undefined)
      .join("\n      AND ")}`;
}

/** The traces that have, for each hint, a row that satisfies it; all hints in one reading of the rows. */
function hintedTraces(hints: readonly string[], scope: string): string | null {
  if (hints.length === 0) return null;
  const rows = `SELECT trace_id FROM spans WHERE ${scope} AND (${hints.join(" OR ")})`;
  if (hints.length === 1) return rows;
  return `${rows} GROUP BY trace_id HAVING ${hints.map((hint) => `countIf(${hint}) > 0`).join(" AND ")}`;
}
