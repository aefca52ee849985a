"use client";

import { createParser, parseAsString, useQueryStates } from "nuqs";
import { defaultSort, sortCodec } from "./sort.ts";
import { defaultRange, timeRangeCodec } from "./time-range.ts";

const params = {
  range: createParser(timeRangeCodec).withDefault(defaultRange),
  q: parseAsString.withDefault(""),
  sort: createParser(sortCodec).withDefault(defaultSort),
};

/** What the address says of which traces are listed, and in which order. */
export function useTracesParams() {
  return useQueryStates(params);
}
