"use client";

import { createParser, parseAsString, useQueryStates } from "nuqs";
import type { Sort } from "../../components/sort-header.tsx";
import { type TimeRange, timeRangeCodec } from "../traces/time-range.ts";

/** People and conversations are looked for over more than a day. */
const defaultSumsRange: TimeRange = "7d";

/** What the address of a list of users or sessions holds; an unknown sort is the default one. */
export function useSumsParams<Column extends string>(columns: readonly Column[], defaultSort: Sort<Column>) {
  const sort = createParser<Sort<Column>>({
    parse: (text) => {
      const [name, direction] = text.split(".");
      const column = columns.find((known) => known === name);
      return column && (direction === "asc" || direction === "desc") ? { column, direction } : null;
    },
    serialize: ({ column, direction }) => `${column}.${direction}`,
    eq: (left, right) => left.column === right.column && left.direction === right.direction,
  }).withDefault(defaultSort);
  return useQueryStates({
    range: createParser(timeRangeCodec).withDefault(defaultSumsRange),
    search: parseAsString.withDefault(""),
    sort,
  });
}

export function useRangeParam() {
  return useQueryStates({ range: createParser(timeRangeCodec).withDefault(defaultSumsRange) });
}
