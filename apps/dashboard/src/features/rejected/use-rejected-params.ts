"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { everyHour } from "./rejected-hours.ts";

const params = {
  code: parseAsString.withDefault(""),
  source: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
  hours: parseAsInteger.withDefault(everyHour),
  show: parseAsStringLiteral(["open", "replayed"]).withDefault("open"),
};

/** What the address of the page holds. */
export function useRejectedParams() {
  return useQueryStates(params, { history: "push" });
}

type RejectedParams = ReturnType<typeof useRejectedParams>[0];

/** As procedures take it. */
export function toRejectedFilter({ code, source, q, hours }: RejectedParams) {
  return {
    ...(code === "" ? {} : { code }),
    ...(source === "" ? {} : { source }),
    ...(q === "" ? {} : { text: q }),
    lastHours: Math.min(everyHour, Math.max(1, hours)),
  };
}

export type RejectedFilter = ReturnType<typeof toRejectedFilter>;

/** The same question for the export, as an address. */
export function rejectedExportAddress(
  projectId: string,
  params: RejectedParams,
  format: "csv" | "jsonl",
): string {
  const { lastHours, ...rest } = toRejectedFilter(params);
  const search = new URLSearchParams({ format, show: params.show, lastHours: String(lastHours), ...rest });
  return `/api/project/${encodeURIComponent(projectId)}/rejected/export?${search}`;
}
