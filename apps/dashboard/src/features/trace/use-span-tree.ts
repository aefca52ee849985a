"use client";

import { useMemo, useState } from "react";
import { ancestorsOf, type SpanLayout, visibleOrder } from "./layout-spans.ts";

const noneCollapsed: ReadonlySet<string> = new Set();
const noneCollapsedAt: ReadonlySet<number> = new Set();

/** Which spans are open. Remembered by id, so that a reload of the trace leaves them as they are. */
export function useSpanTree(layout: SpanLayout, selected: number) {
  const [collapsedIds, setCollapsedIds] = useState(noneCollapsed);
  const collapsed = useMemo(() => {
    if (collapsedIds.size === 0) return noneCollapsedAt;
    const indexes = new Set<number>();
    for (const { index, span, children } of layout.nodes) {
      if (children.length > 0 && collapsedIds.has(span.spanId)) indexes.add(index);
    }
    for (const ancestor of ancestorsOf(layout, selected)) indexes.delete(ancestor);
    return indexes;
  }, [layout, collapsedIds, selected]);
  const visible = useMemo(() => visibleOrder(layout, collapsed), [layout, collapsed]);

  const idsOf = (indexes: Iterable<number>) =>
    new Set([...indexes].map((index) => layout.nodes[index]?.span.spanId ?? ""));
  const toggle = (index: number) => {
    const next = new Set(collapsed);
    if (!next.delete(index)) next.add(index);
    setCollapsedIds(idsOf(next));
  };
  /** Everything below the roots; they stay open, so that there is something to see. */
  const collapseAll = () => {
    const parents = layout.nodes.filter(({ children, level }) => children.length > 0 && level > 1);
    setCollapsedIds(idsOf(parents.map(({ index }) => index)));
  };
  return { collapsed, visible, toggle, collapseAll, expandAll: () => setCollapsedIds(noneCollapsed) };
}
