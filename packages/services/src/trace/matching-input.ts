import { type CompiledFilter, compileFilter } from "@plumbline/clickhouse/queries/filter/compile-filter";
import type { Filter } from "@plumbline/filters/filter";
import { requireProjectPermission } from "../authorise/index.ts";
import { listBookmarkedTraceIds } from "../bookmark/index.ts";
import type { ServiceContext } from "../context.ts";
import { listWindow, type TimeWindow } from "../window.ts";

/** Which traces: those of a project that started in [from, to) and satisfy the filter. */
export interface MatchingTracesInput {
  projectId: string;
  /** Defaults: 30 days back, and a day ahead. */
  from?: Date;
  to?: Date;
  /** null or absent: all. */
  filter?: Filter | null;
  /** Rows that a count may read before it becomes an estimate; 600,000 by default. */
  maxRows?: number;
}

export interface MatchingTraces {
  filter: CompiledFilter;
  /** Goes with every query that uses `filter`. */
  maxRows?: number;
  bound: TimeWindow & { projectId: string; nowUs: number } & Record<string, string | string[] | number>;
}

/** Authorises the reader and prepares a filter. Throws `invalid_request` for one that makes no sense. */
export async function resolveMatching(
  ctx: ServiceContext,
  input: MatchingTracesInput,
): Promise<MatchingTraces> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const filter = input.filter ?? null;
  const bookmarkedTraceIds =
    filter !== null && asksForBookmarks(filter) ? await listBookmarkedTraceIds(ctx, input) : [];
  const compiled = compileFilter(filter, { bookmarkedTraceIds });
  return {
    filter: compiled,
    maxRows: input.maxRows,
    bound: {
      ...compiled.values,
      projectId: input.projectId,
      ...listWindow(ctx.clock, input),
      nowUs: ctx.clock.nowUs(),
    },
  };
}

function asksForBookmarks(filter: Filter): boolean {
  switch (filter.type) {
    case "and":
    case "or":
      return filter.operands.some(asksForBookmarks);
    case "not":
      return asksForBookmarks(filter.operand);
    case "compare":
      return filter.field === "bookmarked";
    case "text":
      return false;
  }
}
