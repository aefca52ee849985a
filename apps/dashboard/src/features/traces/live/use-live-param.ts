"use client";

import { createParser, useQueryState } from "nuqs";

const parser = createParser<boolean>({
  parse: (text) => (text === "1" ? true : null),
  serialize: (live: boolean) => (live ? "1" : "0"),
}).withDefault(false);

/** Whether the list follows what arrives, as the address says it: `live=1`. */
export function useLiveParam() {
  return useQueryState("live", parser);
}
