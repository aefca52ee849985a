import { compileConditions } from "@plumbline/clickhouse/queries/condition/compile-conditions";
import { observationColumns } from "@plumbline/clickhouse/queries/condition/observation-columns";
import { Binder } from "@plumbline/clickhouse/queries/filter/binder";
import type { SpanDetailRecord } from "@plumbline/clickhouse/queries/span/columns";
import { listSpanRowsAfter } from "@plumbline/clickhouse/queries/span/list-rows";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import { requireProjectPermission } from "../authorise/index.ts";
import { conditionWindow } from "../condition-window.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { walkSlices } from "../trace/index.ts";
import { toObservation } from "./to-observation.ts";
import type { ObservationRow } from "./types.ts";
import { withText } from "./with-text.ts";

/** The span at which a page ended. */
export interface ObservationPosition {
  startUs: number;
  traceId: string;
  spanId: string;
}

export interface ListObservationsAfterInput {
  projectId: string;
  /** By start time, where the conditions say nothing of it. Defaults: 30 days back, and now. */
  from?: Date;
  to?: Date;
  conditions: readonly ColumnCondition[];
  /** 1 to 1,000. */
  limit: number;
  after?: ObservationPosition;
  /** Without it input and output are null. */
  withText: boolean;
}

export interface ObservationsAfter {
  rows: ObservationRow[];
  /** Null when this was the last page. */
  next: ObservationPosition | null;
}

/** Spans that satisfy all conditions, newest first, beyond the one where the page before ended. */
export async function listObservationsAfter(
  ctx: ServiceContext,
  input: ListObservationsAfterInput,
): Promise<ObservationsAfter> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { limit, after } = input;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw new PlumblineError("invalid_request", { message: '"limit" has to be 1 to 1000.' });
  const binder = new Binder();
  const conditions = compileConditions(input.conditions, observationColumns, binder);
  const window = conditionWindow(ctx.clock, input, { time: "startTime", ids: ["id", "traceId"] });
  const toUs = after === undefined ? window.toUs : Math.min(window.toUs, after.startUs + 1);
  const beyond = {
    afterUs: after?.startUs ?? toUs,
    afterTraceId: after?.traceId ?? "",
    afterSpanId: after?.spanId ?? "",
  };
  const found: SpanDetailRecord[] = [];
  const progress = () => ({ found: found.length, wanted: limit + 1 });
  for (const slice of walkSlices({ ...window, toUs }, "desc", undefined, progress)) {
    const { fromUs } = slice;
    const bound = { ...binder.values, projectId, fromUs, toUs: slice.toUs, ...beyond };
    const query = listSpanRowsAfter(conditions);
    found.push(
      ...(await reading(ctx.clickhouse.query(query, { ...bound, limit: limit + 1 - found.length }))),
    );
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  const end = page.at(-1);
  const more = found.length > limit && end !== undefined;
  return {
    rows: input.withText
      ? await withText(ctx, projectId, page)
      : page.map((record) => toObservation(record, undefined)),
    next: more ? { startUs: end.startUs, traceId: end.traceId, spanId: end.spanId } : null,
  };
}
