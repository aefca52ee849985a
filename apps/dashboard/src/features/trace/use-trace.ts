"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { TraceDetail } from "../../trpc/types.ts";
import { layoutSpans } from "./layout-spans.ts";
import { unpackSpans } from "./span-columns.ts";
import { useTraceSource } from "./trace-source.tsx";

const runningRefreshMs = 3_000;

/** The trace with its spans hung below each other; asked again while it runs. */
export function useTrace() {
  const source = useTraceSource();
  const query = useQuery({
    ...source.trace,
    refetchInterval: ({ state }) => (isRunning(state.data) ? runningRefreshMs : false),
  });
  const packed = query.data?.packedSpans;
  const durationMs = query.data?.trace.durationMs ?? null;
  const layout = useMemo(
    () => (packed === undefined ? null : layoutSpans(unpackSpans(packed, durationMs))),
    [packed, durationMs],
  );
  return { query, layout };
}

const isRunning = (detail: TraceDetail | undefined) => detail?.trace.running ?? false;
