import { z } from "zod";
import { conditions, notDeleted, windowParams } from "../window.ts";
import { selectTraceColumns, type TraceColumn } from "./columns.ts";

export const traceFilterParams = windowParams.extend({
  search: z.string().optional(),
  name: z.string().optional(),
  userId: z.string().optional(),
  sessionId: z.string().optional(),
  tags: z.array(z.string()).optional(),
  version: z.string().optional(),
  release: z.string().optional(),
  environments: z.array(z.string()).optional(),
  levelRank: z.number().int().optional(),
});

export type TraceFilters = z.infer<typeof traceFilterParams>;

/** A part of the window: only the traces that start in it, seen from a day around it. */
export const traceSliceParams = traceFilterParams.extend({
  sliceFromUs: z.number().int(),
  sliceToUs: z.number().int(),
});

/** A trace whose first span is older than this before the window counts as started inside it. */
const lookBackUs = 3_600_000_000;

const searched = [
  "trace_id",
  "span_id",
  "name",
  "trace_name",
  "user_id",
  "session_id",
  "input_preview",
  "output_preview",
].map((column) => `positionCaseInsensitiveUTF8(${column}, {search:String}) > 0`);

const windowRows = `project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Micro({fromUs:Int64} - ${lookBackUs}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({toUs:Int64}, 'UTC')`;

const dayUs = 86_400_000_000;

/** Rows of the window that traces of a slice may have. */
function sliceRows(slice: z.output<typeof traceSliceParams>): string {
  const near = `${windowRows}
      AND start_time >= fromUnixTimestamp64Micro({sliceFromUs:Int64} - ${dayUs}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({sliceToUs:Int64} + ${dayUs}, 'UTC')`;
  if (slice.sliceToUs - slice.sliceFromUs > dayUs) return near;
  return `${near}
      AND trace_id IN (SELECT trace_id FROM spans WHERE project_id = {projectId:String}
        AND start_time >= fromUnixTimestamp64Micro({sliceFromUs:Int64}, 'UTC')
        AND start_time < fromUnixTimestamp64Micro({sliceToUs:Int64}, 'UTC'))`;
}

/**
 * The trace ids that start inside the window and match. Trace-level values are known only after
 * grouping, so they are filtered in HAVING; each is computed only when something asks for it.
 */
export function matchingTraces(
  filters: TraceFilters,
  sortedBy: readonly TraceColumn[],
  rows = windowRows,
): string {
  const having: ReadonlyArray<[TraceColumn, boolean, string]> = [
    ["traceName", filters.name !== undefined, "traceName = {name:String}"],
    ["userId", filters.userId !== undefined, "userId = {userId:String}"],
    ["sessionId", filters.sessionId !== undefined, "sessionId = {sessionId:String}"],
    ["tagSet", filters.tags !== undefined, "hasAll(tagSet, {tags:Array(String)})"],
    ["traceVersion", filters.version !== undefined, "traceVersion = {version:String}"],
    ["traceRelease", filters.release !== undefined, "traceRelease = {release:String}"],
    [
      "traceEnvironment",
      filters.environments !== undefined,
      "if(traceEnvironment = '', 'default', traceEnvironment) IN {environments:Array(String)}",
    ],
    ["levelRank", filters.levelRank !== undefined, "levelRank = {levelRank:UInt8}"],
  ];
  const needed = new Set<TraceColumn>(["startUs", ...sortedBy]);
  for (const [column, given] of having) if (given) needed.add(column);
  const found = filters.search === undefined ? "" : `, countIf(${searched.join(" OR ")}) AS found`;
  return `SELECT trace_id,
      ${selectTraceColumns([...needed])}${found}
    FROM spans FINAL
    PREWHERE ${rows}
      AND ${notDeleted}
    GROUP BY trace_id
    HAVING startUs >= {fromUs:Int64} AND startUs < {toUs:Int64}${conditions(
      having.map(([, given, sql]) => [given, sql]),
    )}${filters.search === undefined ? "" : " AND found > 0"}`;
}

/** The same of those that start in a slice of the window. */
export function matchingTracesOfSlice(slice: z.output<typeof traceSliceParams>): string {
  return `SELECT trace_id, startUs FROM (${matchingTraces(slice, [], sliceRows(slice))})
    WHERE startUs >= {sliceFromUs:Int64} AND startUs < {sliceToUs:Int64}`;
}
