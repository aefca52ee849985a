"use client";

import { createParser, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { timeRangeCodec } from "../traces/time-range.ts";

export const groupStatistics = ["p95", "p50", "average"] as const;

/** What the address of the page holds. */
export function useMetricsParams() {
  return useQueryStates(
    {
      range: createParser(timeRangeCodec).withDefault("24h"),
      /** The first of the list when there is none. */
      name: parseAsString,
      by: parseAsString.withDefault(""),
      /** Of a histogram in groups; ungrouped all three are drawn. */
      stat: parseAsStringLiteral(groupStatistics).withDefault("p95"),
    },
    { history: "push" },
  );
}
