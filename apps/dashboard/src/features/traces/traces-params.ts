import { createLoader, createParser, parseAsString } from "nuqs/server";
import { defaultRange, parseTimeRange, serializeTimeRange } from "./time-range.ts";

const parseAsTimeRange = createParser({
  parse: parseTimeRange,
  serialize: serializeTimeRange,
  eq: (left, right) => serializeTimeRange(left) === serializeTimeRange(right),
});

/** What the address of the list holds; read alike on the server and in the browser. */
export const tracesParams = {
  range: parseAsTimeRange.withDefault(defaultRange),
  search: parseAsString.withDefault(""),
};

export const loadTracesParams = createLoader(tracesParams);
