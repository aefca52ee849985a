"use client";

import { type KeyboardEvent, type MouseEvent, type Ref, useEffect, useId, useMemo, useRef } from "react";
import { formatDuration } from "../../format/duration.ts";
import { formatCount } from "../../format/number.ts";
import { findCriticalPath, type Interval, segmentsByNode } from "./critical-path.ts";
import { longGaps, type TimeScale, timeScale } from "./time-scale.ts";
import { scaleTicks } from "./time-ticks.ts";
import { TimelineBar } from "./timeline-bar.tsx";
import { placed, TimelineRow, timelineColumns } from "./timeline-row.tsx";
import { useSizes } from "./use-sizes.ts";
import { useTimeZoom } from "./use-time-zoom.ts";
import { useTraceView } from "./use-trace-view.ts";
import { useWidth } from "./use-width.ts";
import type { ViewProps } from "./view-props.ts";
import { defaultRangeExtractor, slotsOf, useVirtualRows } from "./virtual-rows.ts";

const rowHeightPx = 28;
const stackedHeightPx = 44;
/** As @2xl in the class names: below it names stand above their bars. */
const besideFromPx = 672;
const noSegments: readonly Interval[] = [];
const noGaps: readonly Interval[] = [];

/** All spans over the time of the trace, in the order of the tree. */
export function Timeline(props: ViewProps) {
  const { layout, selected, trace, found, path } = props;
  const { order, nodes, extentMs } = layout;
  const [{ zoom, gaps: gapMode }, setParams] = useTraceView();
  const scroller = useRef<HTMLDivElement>(null);
  const axis = useRef<HTMLDivElement>(null);
  const section = useRef<HTMLElement>(null);
  const sizes = useSizes(section);
  const width = useWidth(scroller);
  const heightPx = width !== null && width < besideFromPx ? stackedHeightPx : rowHeightPx;
  const idPrefix = useId();
  const segments = useMemo(() => (path ? segmentsByNode(path) : null), [path]);
  const gaps = useMemo(
    () => longGaps((path ?? findCriticalPath(layout, trace.running)).idle, extentMs),
    [path, layout, trace.running, extentMs],
  );
  const narrowed = gapMode === "narrow";
  const scale = useMemo(
    () => timeScale({ extentMs, window: zoom, gaps: narrowed ? gaps : noGaps }),
    [extentMs, zoom, narrowed, gaps],
  );
  const { brush, zoomBy, pan, reset, handlers } = useTimeZoom({ scale, extentMs, scroller, axis });
  const selectedRow = useMemo(() => order.indexOf(selected), [order, selected]);
  const virtualizer = useVirtualRows({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    overscan: 3,
    useFlushSync: false,
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      return selectedRow < 0 || rows.includes(selectedRow)
        ? rows
        : [...rows, selectedRow].toSorted((left, right) => left - right);
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, heightPx]);
  useEffect(() => {
    if (selectedRow >= 0) virtualizer.scrollToIndex(selectedRow, { align: "auto" });
  }, [selectedRow, virtualizer]);

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rowOfKey(event.key, selectedRow, order.length);
    const index = row === null ? undefined : order[row];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (index !== undefined) props.onSelect(index);
    else if (event.key === "Enter") props.onOpen();
    else if (event.key === "+" || event.key === "=") zoomBy(0.5);
    else if (event.key === "-") zoomBy(2);
    else if (event.key === "0") reset();
    else if (event.key === "ArrowLeft" && zoom) pan(-0.25);
    else if (event.key === "ArrowRight" && zoom) pan(0.25);
    else return;
    event.preventDefault();
  };
  const onClick = ({ target }: MouseEvent) => {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-node]") : null;
    if (row && !brush) props.onSelect(Number(row.dataset.node));
  };

  const items = virtualizer.getVirtualItems();
  const slotOf = slotsOf(items, selectedRow);
  // Before the list knows its height it has no rows yet.
  const isSelectedShown = items.some(({ index }) => index === selectedRow);
  return (
    <section
      ref={section}
      data-pane={sizes}
      aria-label="Timeline"
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <TimelineBar
        scale={scale}
        zoomed={zoom !== null}
        gapCount={gaps.length}
        narrowed={narrowed}
        onNarrow={() => void setParams({ gaps: narrowed ? null : "narrow" })}
        onZoom={zoomBy}
        onPan={pan}
        onReset={reset}
      />
      <div ref={scroller} className="scroll-thin relative min-h-0 flex-1 overflow-y-auto">
        <div {...handlers} className={brush ? "select-none" : ""}>
          <Axis scale={scale} axis={axis} width={width} />
          <div className="relative isolate" style={{ height: virtualizer.getTotalSize() }}>
            <Zones scale={scale} idle={path?.idle ?? noGaps} brush={brush} />
            <div
              role="listbox"
              aria-label={`Timeline of ${formatCount(order.length, "span")}`}
              aria-activedescendant={isSelectedShown ? `${idPrefix}${selected}` : undefined}
              tabIndex={0}
              onKeyDown={onKeyDown}
              onClick={onClick}
              className="group/timeline absolute inset-0 outline-none select-none"
            >
              {items.map((item) => {
                const node = nodes[order[item.index] ?? -1];
                return node ? (
                  <TimelineRow
                    key={slotOf(item.index)}
                    node={node}
                    id={`${idPrefix}${node.index}`}
                    scale={scale}
                    extentMs={extentMs}
                    position={item.index + 1}
                    count={order.length}
                    topPx={item.start}
                    heightPx={heightPx}
                    selected={node.index === selected}
                    traceRunning={trace.running}
                    isMatch={found.matches.has(node.index)}
                    words={found.words}
                    segments={segments && (segments.get(node.index) ?? noSegments)}
                  />
                ) : null;
              })}
            </div>
          </div>
        </div>
      </div>
    </section>
  );
}

function rowOfKey(key: string, row: number, count: number): number | null {
  if (key === "ArrowDown") return Math.min(count - 1, row + 1);
  if (key === "ArrowUp") return Math.max(0, row - 1);
  if (key === "PageDown") return Math.min(count - 1, row + 12);
  if (key === "PageUp") return Math.max(0, row - 12);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

interface AxisProps {
  scale: TimeScale;
  axis: Ref<HTMLDivElement>;
  width: number | null;
}

/** A mark needs about so much room. */
const tickPx = 110;

function Axis({ scale, axis, width }: AxisProps) {
  const most = Math.max(2, Math.floor(((width ?? 900) * 0.65) / tickPx));
  return (
    <div
      aria-hidden
      className={`${timelineColumns} sticky top-0 z-10 h-7 cursor-col-resize border-b bg-canvas px-3 text-2xs text-faint select-none`}
    >
      <span className="self-center font-medium hidden pane-2xl:block">Span</span>
      <span className="self-center text-right font-medium hidden pane-2xl:block">Offset</span>
      <div ref={axis} className="relative h-full overflow-hidden">
        {scaleTicks(scale, most).map((tick) => {
          const fraction = scale.toFraction(tick);
          return (
            <span
              key={tick}
              style={{ left: `${fraction * 100}%` }}
              className="absolute bottom-0 border-l pb-1 pl-1 whitespace-nowrap tabular-nums"
            >
              {fraction < 0.94 && formatDuration(tick)}
            </span>
          );
        })}
      </div>
    </div>
  );
}

interface ZonesProps {
  scale: TimeScale;
  /** Shown with the critical path. */
  idle: readonly Interval[];
  brush: { from: number; to: number } | null;
}

/** What lies behind all rows: time in which nothing ran, narrowed gaps, the part being dragged over. */
function Zones({ scale, idle, brush }: ZonesProps) {
  return (
    <div aria-hidden className={`${timelineColumns} pointer-events-none absolute inset-0 -z-10 px-3`}>
      <span className="hidden pane-2xl:block" />
      <span className="hidden pane-2xl:block" />
      <div className="relative h-full overflow-hidden">
        {idle.map((interval) => (
          <span
            key={interval.startMs}
            style={placed(scale, interval)}
            className="absolute inset-y-0 bg-hover"
          />
        ))}
        {scale.gaps.map((gap) => (
          <span
            key={gap.startMs}
            title={`${formatDuration(gap.endMs - gap.startMs)} in which nothing ran`}
            style={placed(scale, gap)}
            className="absolute inset-y-0 border-x border-dashed border-line-strong bg-surface"
          />
        ))}
        {brush && (
          <span
            style={{
              left: `${Math.min(brush.from, brush.to) * 100}%`,
              width: `${Math.abs(brush.to - brush.from) * 100}%`,
            }}
            className="absolute inset-y-0 bg-accent/15 outline outline-accent"
          />
        )}
      </div>
    </div>
  );
}
