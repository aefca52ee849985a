import { createLoader, createParser, parseAsString } from "nuqs/server";
import { defaultSort, sortCodec } from "../features/traces/sort.ts";
import { defaultRange, timeRangeCodec } from "../features/traces/time-range.ts";

/** What the address of the list holds, as use-traces-params.ts reads it in the browser. */
export const loadTracesParams = createLoader({
  range: createParser(timeRangeCodec).withDefault(defaultRange),
  q: parseAsString.withDefault(""),
  sort: createParser(sortCodec).withDefault(defaultSort),
  peek: parseAsString,
});
