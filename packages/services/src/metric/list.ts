import { listMetricNames } from "@plumbline/clickhouse/queries/metric/list";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { isoTime, reading } from "../read-rows.ts";
import { listWindow } from "../window.ts";
import type { MetricKind, MetricName } from "./types.ts";

interface MetricsInput {
  projectId: string;
  /** Milliseconds since the epoch, half-open. */
  fromMs: number;
  toMs: number;
}

/** The metrics of which a window has points, by name. */
export async function listMetrics(ctx: ServiceContext, input: MetricsInput): Promise<MetricName[]> {
  const { projectId, fromMs, toMs } = input;
  await requireProjectPermission(ctx, projectId, "traces:read");
  const window = listWindow(ctx.clock, { from: new Date(fromMs), to: new Date(toMs) });
  const rows = await reading(ctx.clickhouse.query(listMetricNames, { projectId, ...window }));
  return rows.map(({ name, unit, kind, monotonic, points, lastUs }) => ({
    name,
    unit,
    kind: shownKind(kind, monotonic),
    points,
    lastAt: isoTime(lastUs),
  }));
}

/** A sum that also goes down has no rate: it is read like a gauge. */
export function shownKind(kind: string, monotonic: boolean): MetricKind {
  if (kind === "histogram" || kind === "exponential") return "histogram";
  if (kind === "summary") return "summary";
  return kind === "sum" && monotonic ? "sum" : "gauge";
}
