"use client";

import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { timeRangeCodec } from "../traces/time-range.ts";

export const homeUnits = ["calls", "traces"] as const;
export type HomeUnit = (typeof homeUnits)[number];

const params = {
  range: createParser(timeRangeCodec).withDefault("7d"),
  unit: parseAsStringLiteral(homeUnits).withDefault("calls"),
  env: parseAsArrayOf(parseAsString).withDefault([]),
  model: parseAsArrayOf(parseAsString).withDefault([]),
  /** Whether the lines of the targets and of the period before are drawn. */
  targets: parseAsBoolean.withDefault(true),
  previous: parseAsBoolean.withDefault(true),
};

/** What the address of the page holds. */
export function useHomeParams() {
  return useQueryStates(params, { history: "push" });
}
