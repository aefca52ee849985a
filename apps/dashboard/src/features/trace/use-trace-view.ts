"use client";

import {
  createParser,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  throttle,
  useQueryStates,
} from "nuqs";
import { zoomCodec } from "./time-scale.ts";

export const traceViews = ["tree", "timeline", "transcript", "graph"] as const;
export type TraceView = (typeof traceViews)[number];

const often = { history: "replace", limitUrlUpdates: throttle(200) } as const;

const params = {
  view: parseAsStringLiteral(traceViews).withDefault("tree").withOptions({ history: "push" }),
  span: parseAsString.withOptions(often),
  find: parseAsString.withDefault("").withOptions(often),
  critical: parseAsBoolean.withDefault(false),
  gaps: parseAsStringLiteral(["narrow"]),
  zoom: createParser(zoomCodec).withOptions(often),
};

/** What the address of a trace holds: one selection and one search for all views. */
export function useTraceView() {
  return useQueryStates(params);
}
