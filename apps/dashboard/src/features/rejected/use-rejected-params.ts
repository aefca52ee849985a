"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

const params = {
  code: parseAsString.withDefault(""),
  source: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
  hours: parseAsInteger.withDefault(720),
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
    lastHours: Math.min(720, Math.max(1, hours)),
  };
}

export type RejectedFilter = ReturnType<typeof toRejectedFilter>;
