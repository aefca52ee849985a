import type { HomeBuckets } from "../home/index.ts";
import type { RateSeries } from "./types.ts";

interface Part {
  bucketS: number;
  source: string;
  events: number;
}

/** Events ÷ seconds of each bucket that lie in the window, by source; the largest first. */
export function ratesOf({ startsMs, fromMs, toMs }: HomeBuckets, parts: readonly Part[]): RateSeries[] {
  const places = new Map(startsMs.map((startMs, index) => [Math.floor(startMs / 1_000), index]));
  const seconds = startsMs.map((startMs, index) => {
    const endMs = Math.min(toMs, startsMs[index + 1] ?? toMs);
    return (endMs - Math.max(fromMs, startMs)) / 1_000;
  });
  const bySource = new Map<string, RateSeries>();
  for (const { bucketS, source, events } of parts) {
    const place = places.get(bucketS);
    if (place === undefined) continue;
    const series = bySource.get(source) ?? { source, perSecond: startsMs.map(() => 0), total: 0 };
    bySource.set(source, series);
    series.perSecond[place] = events / (seconds[place] || 1);
    series.total += events;
  }
  return [...bySource.values()].toSorted((left, right) => right.total - left.total);
}
