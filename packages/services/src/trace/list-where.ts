import { asTraceFilter } from "@plumbline/clickhouse/queries/condition/as-trace-filter";
import { compileConditions } from "@plumbline/clickhouse/queries/condition/compile-conditions";
import { traceColumnTable } from "@plumbline/clickhouse/queries/condition/trace-columns";
import { Binder } from "@plumbline/clickhouse/queries/filter/binder";
import { countMatchingTraces } from "@plumbline/clickhouse/queries/trace/count-matching";
import { listMatchingTraces } from "@plumbline/clickhouse/queries/trace/list-matching";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import { requireProjectPermission } from "../authorise/index.ts";
import { listBookmarkedTraceIds } from "../bookmark/index.ts";
import { conditionWindow } from "../condition-window.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import { readFound } from "./read-found.ts";
import { toTraceRow } from "./to-trace-row.ts";
import type { TraceRow, TraceSortColumn } from "./types.ts";

export interface ListTracesWhereInput extends PageInput {
  projectId: string;
  /** By start, where the conditions say nothing of it. Defaults: 30 days back, and now. */
  from?: Date;
  to?: Date;
  conditions: readonly ColumnCondition[];
  orderBy?: { column: TraceSortColumn; direction: "asc" | "desc" };
}

/** Traces that satisfy all conditions of the protocol's filter, newest first unless asked otherwise. */
export async function listTracesWhere(
  ctx: ServiceContext,
  input: ListTracesWhereInput,
): Promise<Page<TraceRow>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { offset, ...paging } = resolvePage(input);
  const binder = new Binder();
  const conditions = compileConditions(input.conditions, traceColumnTable, binder);
  const filter = asTraceFilter(conditions, binder.values);
  const asksForBookmarks = input.conditions.some(({ column }) => column === "bookmarked");
  const window = conditionWindow(ctx.clock, input, { time: "timestamp", ids: ["id"] });
  const nowUs = ctx.clock.nowUs();
  const bound = {
    ...binder.values,
    ...(asksForBookmarks ? { bookmarkedTraceIds: await listBookmarkedTraceIds(ctx, { projectId }) } : {}),
    projectId,
    ...window,
    nowUs,
  };
  const sort = { column: "startTime", direction: "desc", ...input.orderBy } as const;
  const [found, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listMatchingTraces(filter, sort), { ...bound, limit: paging.limit, offset }),
      ctx.clickhouse.query(countMatchingTraces(filter), bound),
    ]),
  );
  const records = await readFound(ctx, projectId, found);
  return toPage(
    records.map((record) => toTraceRow(record, nowUs)),
    counted,
    { ...paging, ...window },
  );
}
