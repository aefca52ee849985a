import type { TimeZone } from "../../format/time.ts";
import type { Buckets, ChartModel } from "./chart-model.ts";
import { describeBucket } from "./chart-time.ts";
import { formatValue } from "./values.ts";

/** What the chart shows, in a sentence or two. */
export function describeChart(model: ChartModel, buckets: Buckets, zone: TimeZone): string {
  const shown = model.series.filter(({ isPrevious }) => !isPrevious);
  const [main] = shown;
  if (!main) return `${model.title}: nothing in this time.`;
  const wholes = shown
    .map(({ name, whole, wholeExact }) => `${name} ${formatValue(whole, model.unit, wholeExact)}`)
    .join(", ");
  let highest = -1;
  for (const [index, value] of main.values.entries()) {
    if (value !== null && value > (main.values[highest] ?? Number.NEGATIVE_INFINITY)) highest = index;
  }
  if (highest === -1) return `${model.title}: nothing is known in this time.`;
  const peak = formatValue(main.values[highest] ?? null, model.unit, main.exact?.[highest]);
  return `${model.title} over the whole time: ${wholes}. ${main.name} was highest, ${peak}, at ${describeBucket(buckets, highest, zone)}.`;
}

/** One bucket, for who moves over the points by keys. */
export function describePoint(model: ChartModel, buckets: Buckets, index: number, zone: TimeZone): string {
  const values = model.series
    .map(({ name, values: drawn, exact }) => {
      const value = drawn[index] ?? null;
      return `${name} ${value === null ? "not known" : formatValue(value, model.unit, exact?.[index])}`;
    })
    .join(", ");
  return `${describeBucket(buckets, index, zone)}: ${values}`;
}
