"use client";

import { createParser, parseAsString, useQueryStates } from "nuqs";
import { defaultRange, timeRangeCodec } from "./time-range.ts";

const params = {
  range: createParser(timeRangeCodec).withDefault(defaultRange),
  search: parseAsString.withDefault(""),
  /** The text of the query bar. */
  q: parseAsString.withDefault(""),
};

/** What the address of the list holds. */
export function useTracesParams() {
  return useQueryStates(params);
}
