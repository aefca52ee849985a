"use client";

import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef } from "react";
import { Button } from "../../components/ui/button.tsx";
import { TreeGrid } from "../../components/ui/tree-grid.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatCount } from "../../format/number.ts";
import { useCommentCounts } from "../comments/use-comments.ts";
import { type Interval, segmentsByNode } from "./critical-path.ts";
import { SpanRow, spanColumns, spanRowHeightPx } from "./span-row.tsx";
import { timeTicks } from "./time-ticks.ts";
import { findByPrefix, moveInTree } from "./tree-keys.ts";
import { useSizes } from "./use-sizes.ts";
import { useSpanTree } from "./use-span-tree.ts";
import type { ViewProps } from "./view-props.ts";
import { defaultRangeExtractor, slotsOf, useVirtualRows } from "./virtual-rows.ts";

/** Below this all rows are in the page, so that its own search and printing find them. */
const virtualFrom = 200;
const typingPauseMs = 700;
const noSegments: readonly Interval[] = [];

/** A name is typed in small letters; capitals, digits and signs are keys of the page, as are n of a search. */
function isTyping(key: string, hasMatches: boolean): boolean {
  return /^\p{L}$/u.test(key) && key === key.toLowerCase() && !(hasMatches && key === "n");
}

export function SpanTree({ layout, selected, trace, found, path, onSelect, onOpen }: ViewProps) {
  const { collapsed, visible, toggle, collapseAll, expandAll } = useSpanTree(layout, selected);
  const scroller = useRef<HTMLDivElement>(null);
  const section = useRef<HTMLElement>(null);
  const sizes = useSizes(section);
  const tree = useRef<HTMLTableElement>(null);
  const typed = useRef({ text: "", atMs: 0 });
  const idPrefix = useId();
  const selectedRow = useMemo(() => visible.indexOf(selected), [visible, selected]);
  const commentCounts = useCommentCounts(trace.traceId);
  const segments = useMemo(() => (path ? segmentsByNode(path) : null), [path]);

  const virtualizer = useVirtualRows({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => spanRowHeightPx,
    overscan: visible.length > virtualFrom ? 3 : visible.length,
    // Rows and their styles in two tasks rather than in one.
    useFlushSync: false,
    // So that the first rows stand in the document that the server sends.
    initialRect: { width: 0, height: 40 * spanRowHeightPx },
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
    if (document.activeElement === document.body) tree.current?.focus({ preventScroll: true });
  }, []);

  const onClick = ({ target }: MouseEvent) => {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-node]") : null;
    if (!row || !(target instanceof Element)) return;
    const index = Number(row.dataset.node);
    if (target.closest("[data-toggle]")) toggle(index);
    else onSelect(index);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const state = { layout, collapsed, active: selected };
    const move = moveInTree(state, event.key);
    if (move && "active" in move) onSelect(move.active);
    else if (move) toggle(move.toggle);
    else if (event.key === "Enter") onOpen();
    else if (isTyping(event.key, found.matches.size > 0)) {
      const { text, atMs } = typed.current;
      const next = (event.timeStamp - atMs < typingPauseMs ? text : "") + event.key;
      typed.current = { text: next, atMs: event.timeStamp };
      const found = findByPrefix(state, next);
      if (found !== null) onSelect(found);
    } else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
  };

  const items = virtualizer.getVirtualItems();
  const slotOf = slotsOf(items, selectedRow);
  // Before the list knows its height it has no rows yet.
  const isSelectedShown = items.some(({ index }) => index === selectedRow);
  return (
    <section
      ref={section}
      data-pane={sizes}
      aria-label="Spans"
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <div ref={scroller} className="scroll-thin min-h-0 flex-1 overflow-y-auto">
        <TreeGrid
          ref={tree}
          aria-label={`Spans of the trace, ${formatCount(layout.nodes.length, "span")}`}
          aria-rowcount={visible.length + 1}
          aria-activedescendant={isSelectedShown ? `${idPrefix}${selected}` : undefined}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onClick={onClick}
          className="group/tree block outline-none"
        >
          <TreeHead extentMs={layout.extentMs} onCollapse={collapseAll} onExpand={expandAll} />
          <tbody className="relative block" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const node = layout.nodes[visible[item.index] ?? -1];
              return node ? (
                <SpanRow
                  key={slotOf(item.index)}
                  node={node}
                  id={`${idPrefix}${node.index}`}
                  rowIndex={item.index + 2}
                  expanded={!collapsed.has(node.index)}
                  selected={node.index === selected}
                  traceRunning={trace.running}
                  extentMs={layout.extentMs}
                  topPx={item.start}
                  isMatch={found.matches.has(node.index)}
                  words={found.words}
                  commentCount={commentCounts.get(node.span.spanId) ?? 0}
                  segments={segments && (segments.get(node.index) ?? noSegments)}
                />
              ) : null;
            })}
          </tbody>
        </TreeGrid>
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
    <thead className="sticky top-0 block z-10 border-b bg-canvas">
      <tr aria-rowindex={1} className={`${spanColumns} h-8 pr-3 pl-2`}>
        <th scope="col" className="flex items-center gap-1 pl-1 text-xs font-medium text-faint">
          Span
          <Button
            title="Collapse all"
            look="quiet"
            className="size-6 px-0"
            aria-label="Collapse all"
            onClick={onCollapse}
          >
            <ChevronsDownUp aria-hidden />
          </Button>
          <Button
            title="Expand all"
            look="quiet"
            className="-ml-1 size-6 px-0"
            aria-label="Expand all"
            onClick={onExpand}
          >
            <ChevronsUpDown aria-hidden />
          </Button>
        </th>
        <th scope="col" className="relative h-full overflow-hidden font-normal">
          <span className="sr-only">Timeline</span>
          {timeTicks(extentMs, 3)
            .filter((tick) => tick < extentMs * 0.72)
            .map((tick) => (
              <span
                key={tick}
                aria-hidden
                style={{ left: `${(tick / extentMs) * 100}%` }}
                className="absolute bottom-0 border-l pb-0.5 pl-1 text-2xs whitespace-nowrap text-faint hidden pane-xl:block"
              >
                {formatDuration(tick)}
              </span>
            ))}
        </th>
        <th scope="col" className={headStyle}>
          Duration
        </th>
        <th scope="col" className={`${headStyle} hidden pane-xl:block`}>
          Tokens
        </th>
        <th scope="col" className={`${headStyle} hidden pane-xl:block`}>
          Cost
        </th>
      </tr>
    </thead>
  );
}
