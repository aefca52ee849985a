"use client";

import { type KeyBinding, useKeys } from "../keys/keys.tsx";
import { type TraceView, traceViews } from "./use-trace-view.ts";
import type { Found } from "./view-props.ts";

interface TraceKeysOptions {
  /** Beside a list, which has its own j, k and /. */
  compact: boolean;
  found: Found;
  show: (view: TraceView) => void;
  focusSearch: () => void;
  stepFound: (step: 1 | -1) => void;
  step: (step: 1 | -1) => void;
}

export function useTraceKeys({ compact, found, show, focusSearch, stepFound, step }: TraceKeysOptions): void {
  const bind = (key: string, does: string, run: () => void): KeyBinding => ({
    key,
    group: "Trace",
    does,
    run,
  });
  const ofViews = traceViews.map((view, index) =>
    bind(String(index + 1), `Show the trace as ${view}`, () => show(view)),
  );
  const ofSearch =
    found.matches.size > 0
      ? [bind("n", "Next match", () => stepFound(1)), bind("N", "Previous match", () => stepFound(-1))]
      : [];
  const ofPage = [
    bind("/", "Search in the trace", focusSearch),
    bind("f", "Search in the trace", focusSearch),
    bind("j", "Next span", () => step(1)),
    bind("k", "Previous span", () => step(-1)),
  ];
  useKeys([...ofViews, ...ofSearch, ...(compact ? [] : ofPage)]);
}
