import type { IngestionHealth } from "../../trpc/types.ts";
import type { ChartModel } from "../home/chart-model.ts";
import { dashes, type SeriesColor } from "../home/series-style.ts";
import { sourceName } from "./source-name.ts";

type Rates = IngestionHealth["accepted"];

const acceptedColors = ["--series-5", "--series-3", "--series-2"] as const;
const rejectedColors = ["--series-6", "--series-1", "--series-7"] as const;

/** What came in and what was refused, in events per second; absent while it loads. */
export function rateCharts(health: IngestionHealth | undefined): ChartModel[] {
  const seconds = health ? (health.buckets.toMs - health.buckets.fromMs) / 1_000 : 1;
  const series = (rates: Rates | undefined, colors: readonly SeriesColor[]) =>
    (rates ?? []).map(({ source, perSecond, total }, index) => ({
      name: sourceName(source),
      values: perSecond,
      whole: total / seconds,
      color: colors[index % colors.length] ?? "--series-8",
      dash: dashes[index] ?? [],
    }));
  return [
    {
      id: "accepted",
      title: "Accepted",
      note: "Spans that can be read, per second of their arrival. What began more than seven days before it arrived is left out.",
      unit: "frequency",
      look: "line",
      series: series(health?.accepted, acceptedColors),
      emptyText: "Nothing arrived in this time",
    },
    {
      id: "rejected",
      title: "Rejected",
      note: "Events that were refused at the door or by the store, per second of their arrival. They are kept for 30 days.",
      unit: "frequency",
      look: "line",
      series: series(health?.rejected, rejectedColors),
      emptyText: "Nothing was refused in this time",
      linkText: "Rejected events",
    },
  ];
}
