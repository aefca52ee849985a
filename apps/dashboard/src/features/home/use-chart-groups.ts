"use client";

import { useMemo } from "react";
import type { Target } from "../../trpc/types.ts";
import type { Buckets, ChartModel } from "./chart-model.ts";
import { type HomeData, homeCharts } from "./home-charts.ts";
import type { HomeUnit } from "./home-params.ts";
import type { PlotTarget } from "./plot-options.ts";
import { describeTarget, hasBounds, type TargetMetric } from "./target-state.ts";

/** The same objects until their data changes: a chart is drawn anew for nothing less. */
export function useChartGroups(data: HomeData, unit: HomeUnit) {
  const { timings, usage, previousTimings, previousUsage, costByModel, errorsByClass } = data;
  return useMemo(
    () => homeCharts({ timings, usage, previousTimings, previousUsage, costByModel, errorsByClass }, unit),
    [timings, usage, previousTimings, previousUsage, costByModel, errorsByClass, unit],
  );
}

/** The lines of each metric's target. */
export function useTargetLines(targets: readonly Target[]): ReadonlyMap<TargetMetric, readonly PlotTarget[]> {
  return useMemo(
    () => new Map(targets.filter(hasBounds).map((target) => [target.metric, linesOf(target)])),
    [targets],
  );
}

function linesOf(target: Target): PlotTarget[] {
  const bounds = [target.lower, target.upper].filter((bound) => bound !== null);
  const label = `target ${describeTarget(target)}`;
  return bounds.map((bound, index) => ({
    value: Number(bound),
    label: index === bounds.length - 1 ? label : null,
  }));
}

/** Whose buckets a chart is drawn over; undefined while they are on the way. */
export function bucketsOf(chart: ChartModel, data: HomeData): Buckets | undefined {
  if (chart.id === "cost-by-model") return data.costByModel?.buckets;
  if (chart.id === "errors") return data.errorsByClass?.buckets;
  const fromUsage = ["cost", "cost-per-call", "tokens", "cache"].includes(chart.id);
  return (fromUsage ? data.usage : data.timings)?.buckets;
}
