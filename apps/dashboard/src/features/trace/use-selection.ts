"use client";

import { useMemo } from "react";
import type { SpanLayout } from "./layout-spans.ts";
import { useTraceView } from "./use-trace-view.ts";

/** The selected span, which the address names by its id; the first one when it names none. */
export function useSelection(layout: SpanLayout) {
  const [{ span: spanId }, setParams] = useTraceView();
  const byId = useMemo(() => {
    const indexes = new Map<string, number>();
    for (const { index, span } of layout.nodes)
      if (!indexes.has(span.spanId)) indexes.set(span.spanId, index);
    return indexes;
  }, [layout]);
  const first = layout.order[0] ?? 0;
  const selected = (spanId === null ? undefined : byId.get(spanId)) ?? first;
  const select = (index: number) => {
    const id = layout.nodes[index]?.span.spanId ?? "";
    void setParams({ span: index === first || id === "" ? null : id });
  };
  const step = (by: 1 | -1) => {
    const next = layout.order[layout.order.indexOf(selected) + by];
    if (next !== undefined) select(next);
  };
  return { selected, select, step };
}
