import {
  type MetricColumn,
  planMetrics,
  type TimeStep,
  timeDimensionName,
} from "@plumbline/clickhouse/queries/metrics/query";
import type { MetricGranularity, MetricsQuery } from "@plumbline/contracts/langfuse-metrics";
import { requireProjectPermission } from "../authorise/index.ts";
import { listBookmarkedTraceIds } from "../bookmark/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading, textOrNull } from "../read-rows.ts";
import { listWindow, lookupWindow } from "../window.ts";
import { ExactNumber } from "./exact-number.ts";
import { fillBuckets } from "./fill-buckets.ts";

export interface QueryMetricsInput {
  projectId: string;
  query: MetricsQuery;
  /** Whether one may group by what has as many values as there are rows. */
  allowHighCardinality: boolean;
}

/** By the names of dimensions and of metrics, `<aggregation>_<measure>`. Null is unknown. */
export type MetricsRow = Map<string, unknown>;

const usualBins = 10;
const usualRows = 100;

/** Buckets of time without rows are rows too when the answer is in the order of time. */
export async function queryMetrics(ctx: ServiceContext, input: QueryMetricsInput): Promise<MetricsRow[]> {
  const { query } = input;
  const isAboutScores = query.view.startsWith("scores-");
  const { projectId } = await requireProjectPermission(
    ctx,
    input.projectId,
    isAboutScores ? "scores:read" : "traces:read",
  );
  const { fromUs, toUs } = listWindow(ctx.clock, { from: query.fromTimestamp, to: query.toTimestamp });
  const everything = lookupWindow(ctx.clock);
  const granularity = query.timeDimension?.granularity;
  const conditions = query.filters ?? [];
  const step = granularity === undefined ? null : stepOf(granularity, (toUs - fromUs) / 1_000_000);
  const plan = planMetrics({
    view: query.view,
    dimensions: (query.dimensions ?? []).map(({ field }) => field),
    allowHighCardinality: input.allowHighCardinality,
    metrics: query.metrics,
    conditions,
    step,
    orderBy: query.orderBy ?? [],
    bins: query.config?.bins ?? usualBins,
  });
  const limit = query.config?.row_limit ?? usualRows;
  const asksForBookmarks = conditions.some(({ column }) => column === "bookmarked");
  const rows = await reading(
    ctx.clickhouse.query(plan.query, {
      ...plan.values,
      ...(asksForBookmarks ? { bookmarkedTraceIds: await listBookmarkedTraceIds(ctx, { projectId }) } : {}),
      projectId,
      fromUs,
      toUs,
      lookFromUs: everything.fromUs,
      lookToUs: everything.toUs,
      nowUs: ctx.clock.nowUs(),
      limit,
    }),
  );
  const found: MetricsRow[] = rows.map(
    (row) => new Map(plan.columns.map((column) => [column.name, readValue(column, row[column.key])])),
  );
  const [order = { field: timeDimensionName, direction: "asc" as const }] = query.orderBy ?? [];
  if (step === null || order.field !== timeDimensionName) return found;
  return fillBuckets(found, {
    fromMs: fromUs / 1_000,
    toMs: toUs / 1_000,
    step,
    direction: order.direction,
    limit,
    timeOf: (row) => Date.parse(String(row.get(timeDimensionName))),
    emptyAt: (ms) =>
      new Map(
        plan.columns.map(({ name, kind, ofNothing }) => [
          name,
          kind === "time" ? new Date(ms).toISOString() : ofNothing,
        ]),
      ),
  });
}

function readValue({ kind }: MetricColumn, value: unknown): unknown {
  switch (kind) {
    case "time":
      return typeof value === "number" ? new Date(value * 1_000).toISOString() : null;
    case "text":
      return typeof value === "string" ? textOrNull(value) : value;
    case "boolean":
      return value === null ? null : value === true || value === 1;
    case "money":
      return typeof value === "string" ? new ExactNumber(value) : value;
    default:
      return value;
  }
}

const minuteS = 60;
const hourS = 3_600;
const dayS = 86_400;

const steps: ReadonlyArray<TimeStep & { seconds: number }> = [
  ...[1, 5, 15, 30].map((amount) => ({ amount, unit: "minute" as const, seconds: amount * minuteS })),
  ...[1, 3, 6, 12].map((amount) => ({ amount, unit: "hour" as const, seconds: amount * hourS })),
  { amount: 1, unit: "day", seconds: dayS },
  { amount: 1, unit: "week", seconds: 7 * dayS },
];

/** As many buckets as "auto" makes, about. */
const wantedBuckets = 50;

function stepOf(granularity: MetricGranularity, seconds: number): TimeStep {
  if (granularity !== "auto") return { amount: 1, unit: granularity };
  const step = steps.find((candidate) => seconds / candidate.seconds <= wantedBuckets);
  return step ?? { amount: 1, unit: "month" };
}
