"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { Button } from "../../components/ui/button.tsx";
import { Tooltip } from "../../components/ui/tooltip.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatCount } from "../../format/number.ts";
import type { SpanLayout } from "./layout-spans.ts";
import { SpanRow, spanColumns, spanRowHeightPx } from "./span-row.tsx";
import { timeTicks } from "./time-ticks.ts";
import { findByPrefix, moveInTree } from "./tree-keys.ts";
import { useSpanTree } from "./use-span-tree.ts";

interface SpanTreeProps {
  layout: SpanLayout;
  selected: number;
  traceRunning: boolean;
  onSelect: (index: number) => void;
  /** Enter: the reader wants the text of the selected span. */
  onOpen: () => void;
}

/** Below this all rows are in the page, so that its own search and printing find them. */
const virtualFrom = 200;
const typingPauseMs = 700;

export function SpanTree({ layout, selected, traceRunning, onSelect, onOpen }: SpanTreeProps) {
  const { collapsed, visible, toggle, collapseAll, expandAll } = useSpanTree(layout, selected);
  const scroller = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", atMs: 0 });
  const idPrefix = useId();
  const selectedRow = visible.indexOf(selected);

  const virtualizer = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => spanRowHeightPx,
    overscan: visible.length > virtualFrom ? 12 : visible.length,
    // The focused row has to exist for assistive technology wherever the list is scrolled.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      return selectedRow < 0 || rows.includes(selectedRow)
        ? rows
        : [...rows, selectedRow].toSorted((left, right) => left - right);
    },
  });

  useEffect(() => {
    if (selectedRow >= 0) virtualizer.scrollToIndex(selectedRow, { align: "auto" });
  }, [selectedRow, virtualizer]);

  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const state = { layout, collapsed, active: selected };
    const move = moveInTree(state, event.key);
    if (move && "active" in move) onSelect(move.active);
    else if (move) toggle(move.toggle);
    else if (event.key === "Enter") onOpen();
    else if (event.key.length === 1 && !"?[] ".includes(event.key)) {
      const { text, atMs } = typed.current;
      const next = (event.timeStamp - atMs < typingPauseMs ? text : "") + event.key;
      typed.current = { text: next, atMs: event.timeStamp };
      const found = findByPrefix(state, next);
      if (found !== null) onSelect(found);
    } else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
  };

  return (
    <section aria-label="Spans" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="treegrid"
        aria-label={`Spans of the trace, ${formatCount(layout.nodes.length, "span")}`}
        aria-rowcount={visible.length + 1}
        aria-activedescendant={selectedRow >= 0 ? `${idPrefix}${selected}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="group/tree scroll-thin min-h-0 flex-1 overflow-y-auto outline-none"
      >
        <TreeHead extentMs={layout.extentMs} onCollapse={collapseAll} onExpand={expandAll} />
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const node = layout.nodes[visible[item.index] ?? -1];
            return node ? (
              <SpanRow
                key={node.index}
                node={node}
                id={`${idPrefix}${node.index}`}
                rowIndex={item.index + 2}
                expanded={!collapsed.has(node.index)}
                selected={node.index === selected}
                traceRunning={traceRunning}
                extentMs={layout.extentMs}
                topPx={item.start}
                onSelect={onSelect}
                onToggle={toggle}
              />
            ) : null;
          })}
        </div>
      </div>
    </section>
  );
}

interface TreeHeadProps {
  extentMs: number;
  onCollapse: () => void;
  onExpand: () => void;
}

const headStyle = "truncate text-right text-xs font-medium text-faint";

function TreeHead({ extentMs, onCollapse, onExpand }: TreeHeadProps) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b bg-canvas">
      <div role="row" aria-rowindex={1} className={`${spanColumns} h-8 pr-3 pl-2`}>
        <div role="columnheader" className="flex items-center gap-1 pl-1 text-xs font-medium text-faint">
          Span
          <Tooltip content="Collapse all">
            <Button
              look="quiet"
              className="size-6 px-0"
              aria-label="Collapse all"
              tabIndex={-1}
              onClick={onCollapse}
            >
              <ChevronsDownUp aria-hidden />
            </Button>
          </Tooltip>
          <Tooltip content="Expand all">
            <Button
              look="quiet"
              className="-ml-1 size-6 px-0"
              aria-label="Expand all"
              tabIndex={-1}
              onClick={onExpand}
            >
              <ChevronsUpDown aria-hidden />
            </Button>
          </Tooltip>
        </div>
        <div role="columnheader" className="relative h-full overflow-hidden">
          <span className="sr-only">Timeline</span>
          {timeTicks(extentMs, 3)
            .slice(0, -1)
            .map((tick) => (
              <span
                key={tick}
                aria-hidden
                style={{ left: `${(tick / extentMs) * 100}%` }}
                className="absolute bottom-0 border-l pb-0.5 pl-1 text-2xs whitespace-nowrap text-faint max-sm:hidden"
              >
                {formatDuration(tick)}
              </span>
            ))}
        </div>
        <div role="columnheader" className={headStyle}>
          Duration
        </div>
        <div role="columnheader" className={`${headStyle} max-sm:hidden`}>
          Tokens
        </div>
        <div role="columnheader" className={`${headStyle} max-sm:hidden`}>
          Cost
        </div>
      </div>
    </div>
  );
}
