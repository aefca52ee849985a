import { compileConditions } from "@plumbline/clickhouse/queries/condition/compile-conditions";
import { observationColumns } from "@plumbline/clickhouse/queries/condition/observation-columns";
import { Binder } from "@plumbline/clickhouse/queries/filter/binder";
import { countSpanRows, listSpanRows } from "@plumbline/clickhouse/queries/span/list-rows";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import { requireProjectPermission } from "../authorise/index.ts";
import { conditionWindow } from "../condition-window.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import type { ObservationRow } from "./types.ts";
import { withText } from "./with-text.ts";

export interface ListObservationsWhereInput extends PageInput {
  projectId: string;
  /** By start time, where the conditions say nothing of it. Defaults: 30 days back, and now. */
  from?: Date;
  to?: Date;
  conditions: readonly ColumnCondition[];
}

/** Spans that satisfy all conditions, with their text, newest first. */
export async function listObservationsWhere(
  ctx: ServiceContext,
  input: ListObservationsWhereInput,
): Promise<Page<ObservationRow>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { offset, ...paging } = resolvePage(input);
  const binder = new Binder();
  const conditions = compileConditions(input.conditions, observationColumns, binder);
  const window = conditionWindow(ctx.clock, input, { time: "startTime", ids: ["id", "traceId"] });
  const bound = { ...binder.values, projectId, ...window };
  const [records, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listSpanRows(conditions), { ...bound, limit: paging.limit, offset }),
      ctx.clickhouse.query(countSpanRows(conditions), bound),
    ]),
  );
  return toPage(await withText(ctx, projectId, records), counted, { ...paging, ...window });
}
