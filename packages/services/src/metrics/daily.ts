import { asTraceFilter } from "@plumbline/clickhouse/queries/condition/as-trace-filter";
import { compileConditions } from "@plumbline/clickhouse/queries/condition/compile-conditions";
import { observationColumns } from "@plumbline/clickhouse/queries/condition/observation-columns";
import { traceColumnTable } from "@plumbline/clickhouse/queries/condition/trace-columns";
import { Binder } from "@plumbline/clickhouse/queries/filter/binder";
import { countDailyTraces, sumDailyUsage } from "@plumbline/clickhouse/queries/metrics/daily";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import { decimalToPico, picoToDecimal } from "@plumbline/pricing/money";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { listWindow, type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import { ExactNumber } from "./exact-number.ts";

export interface ListDailyMetricsInput extends PageInput {
  projectId: string;
  /** Defaults: 30 days back, and now. */
  from?: Date;
  to?: Date;
  traceName?: string;
  userId?: string;
  tags?: string[];
  environments?: string[];
}

export interface DailyMetrics {
  /** yyyy-mm-dd in UTC. */
  date: string;
  countTraces: number;
  countObservations: number;
  totalCost: ExactNumber;
  usage: Array<{
    model: string | null;
    inputUsage: number;
    outputUsage: number;
    totalUsage: number;
    countTraces: number;
    countObservations: number;
    totalCost: ExactNumber;
  }>;
}

/** Days with anything in them, the latest first. */
export async function listDailyMetrics(
  ctx: ServiceContext,
  input: ListDailyMetricsInput,
): Promise<Page<DailyMetrics>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { offset, ...paging } = resolvePage(input);
  const window = listWindow(ctx.clock, input);
  const [traces, usage] = await Promise.all([
    readTraces(ctx, { ...input, projectId }, window),
    readUsage(ctx, { ...input, projectId }, window),
  ]);
  const days = [...new Set([...traces.map(({ day }) => day), ...usage.map(({ day }) => day)])]
    .toSorted()
    .toReversed();
  const rows = days.slice(offset, offset + paging.limit).map((date): DailyMetrics => {
    const ofDay = usage.filter(({ day }) => day === date);
    const pico = ofDay.reduce((sum, { cost }) => sum + decimalToPico(cost), 0n);
    return {
      date,
      countTraces: traces.find(({ day }) => day === date)?.traces ?? 0,
      countObservations: ofDay.reduce((sum, { observations }) => sum + observations, 0),
      totalCost: new ExactNumber(picoToDecimal(pico)),
      // What has no model shows where it was paid for, so that the parts make the whole.
      usage: ofDay
        .filter(({ model, cost, totalTokens }) => model !== "" || decimalToPico(cost) > 0n || totalTokens > 0)
        .map((row) => ({
          model: row.model === "" ? null : row.model,
          inputUsage: row.inputTokens,
          outputUsage: row.outputTokens,
          totalUsage: row.totalTokens,
          countTraces: row.traces,
          countObservations: row.observations,
          totalCost: new ExactNumber(row.cost),
        })),
    };
  });
  return toPage(rows, [{ total: days.length }], { ...paging, ...window });
}

type Window = { fromUs: number; toUs: number };

async function readTraces(ctx: ServiceContext, input: ListDailyMetricsInput, window: Window) {
  const binder = new Binder();
  const conditions = conditionsOf(input, { name: "name", tags: "tags" });
  const compiled = compileConditions(conditions, traceColumnTable, binder);
  const query = countDailyTraces(asTraceFilter(compiled, binder.values));
  const { projectId } = input;
  return reading(
    ctx.clickhouse.query(query, { ...binder.values, projectId, ...window, nowUs: ctx.clock.nowUs() }),
  );
}

async function readUsage(ctx: ServiceContext, input: ListDailyMetricsInput, window: Window) {
  const binder = new Binder();
  const conditions = conditionsOf(input, { name: "traceName", tags: "traceTags" });
  const compiled = compileConditions(conditions, observationColumns, binder);
  const { projectId } = input;
  return reading(ctx.clickhouse.query(sumDailyUsage(compiled), { ...binder.values, projectId, ...window }));
}

/** The same said of traces and of observations, which know some columns by other names. */
function conditionsOf(
  input: ListDailyMetricsInput,
  names: { name: string; tags: string },
): ColumnCondition[] {
  const { traceName, userId, tags, environments } = input;
  return [
    ...(traceName === undefined
      ? []
      : [{ type: "string" as const, column: names.name, operator: "=", value: traceName }]),
    ...(userId === undefined
      ? []
      : [{ type: "string" as const, column: "userId", operator: "=", value: userId }]),
    ...(tags === undefined || tags.length === 0
      ? []
      : [{ type: "arrayOptions" as const, column: names.tags, operator: "all of", value: tags }]),
    ...(environments === undefined || environments.length === 0
      ? []
      : [{ type: "stringOptions" as const, column: "environment", operator: "any of", value: environments }]),
  ];
}
