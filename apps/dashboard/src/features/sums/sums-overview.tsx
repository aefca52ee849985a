"use client";

import { useNow } from "../../components/use-now.ts";
import type { SumsOverTime } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { resolveTimeRange, type TimeRange } from "../traces/time-range.ts";
import { SumsCourse } from "./sums-course.tsx";
import { SumsFacts } from "./sums-facts.tsx";

/** Totals and their course over the range; null while they load. */
export function SumsOverview({ sums, range }: { sums: SumsOverTime | null; range: TimeRange }) {
  const zone = useTimeZone();
  const nowMs = useNow(60_000);
  const window = resolveTimeRange(range, nowMs);
  return (
    <>
      <SumsFacts sums={sums?.total ?? null} zone={zone} />
      <SumsCourse course={sums} window={window} zone={zone} />
    </>
  );
}
