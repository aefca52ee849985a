"use client";

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useId, useMemo, useRef, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { useSettled } from "../../components/use-settled.ts";
import { formatCount } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { Score, Trace } from "../../trpc/types.ts";
import { findCriticalPath } from "./critical-path.ts";
import { stepMatch } from "./find-spans.ts";
import type { SpanLayout } from "./layout-spans.ts";
import { PathSummary } from "./path-summary.tsx";
import { SpanDetail } from "./span-detail.tsx";
import { SpanTree } from "./span-tree.tsx";
import { TraceSearch } from "./trace-search.tsx";
import { useTraceSource } from "./trace-source.tsx";
import { TraceTabs } from "./trace-tabs.tsx";
import { useSelection } from "./use-selection.ts";
import { unknownSize, useSizes } from "./use-sizes.ts";
import { useTraceKeys } from "./use-trace-keys.ts";
import { useTraceSearch } from "./use-trace-search.ts";
import { useTraceView } from "./use-trace-view.ts";
import type { ViewProps } from "./view-props.ts";
import { ViewSkeleton } from "./view-skeleton.tsx";

const views = {
  tree: SpanTree,
  timeline: lazy(async () => ({ default: (await import("./timeline.tsx")).Timeline })),
  transcript: lazy(async () => ({ default: (await import("./transcript-view.tsx")).TranscriptView })),
  graph: lazy(async () => ({ default: (await import("./graph-view.tsx")).GraphView })),
};

interface TraceBodyProps {
  trace: Trace;
  layout: SpanLayout;
  truncated: boolean;
  compact: boolean;
}

const noScores: Score[] = [];

/** A view of the spans beside the selected one; where there is no room, one of them at a time. */
export function TraceBody({ trace, layout, truncated, compact }: TraceBodyProps) {
  const [{ view, find, critical }, setParams] = useTraceView();
  const { selected, select, step } = useSelection(layout);
  const search = useTraceSearch({ layout, typed: find });
  const path = useMemo(
    () => (critical ? findCriticalPath(layout, trace.running) : null),
    [critical, layout, trace.running],
  );
  const [onSpan, setOnSpan] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const reader = useRef<HTMLElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const panelId = useId();
  const sizes = useSizes(frame);
  const narrow = sizes !== unknownSize && !sizes.includes("4xl");

  const stepFound = (by: 1 | -1) => {
    const next = stepMatch(layout.order, search.found.matches, selected, by);
    if (next !== null) select(next);
  };
  const show = (next: typeof view) => {
    setOnSpan(false);
    void setParams({ view: next });
  };
  useTraceKeys({
    compact,
    found: search.found,
    show,
    focusSearch: () => searchBox.current?.select(),
    stepFound,
    step,
  });

  const View = views[view];
  const viewProps: ViewProps = {
    trace,
    layout,
    selected,
    found: search.found,
    path,
    onSelect: (index) => {
      select(index);
      reader.current?.scrollTo({ top: 0 });
    },
    onOpen: () => {
      setOnSpan(true);
      requestAnimationFrame(() => reader.current?.focus());
    },
  };
  return (
    <div ref={frame} data-trace-frame={sizes} className="flex min-h-0 flex-1 flex-col">
      {/* No container around the rows: it would make each of them be laid out anew with every scroll. */}
      <div className="@container/trace shrink-0 border-b">
        <div className="flex flex-wrap items-center gap-x-3 pr-3 pl-2">
          <TraceTabs
            active={narrow && onSpan ? "span" : view}
            spanCount={layout.nodes.length}
            panelId={panelId}
            narrow={narrow}
            onChange={(tab) => (tab === "span" ? setOnSpan(true) : show(tab))}
          />
          <div className="flex min-w-0 flex-1 items-center gap-x-3 gap-y-1 py-1.5 @max-4xl/trace:basis-full @max-4xl/trace:flex-wrap @max-4xl/trace:pl-2">
            <TraceSearch
              inputRef={searchBox}
              typed={find}
              onType={(typed) => void setParams({ find: typed === "" ? null : typed })}
              matchCount={search.found.matches.size}
              position={positionOf(layout, search.found.matches, selected)}
              searching={search.searching}
              failed={search.failed}
              onRetry={search.retry}
              onStep={stepFound}
              onLeave={() => pane.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus()}
            />
            <PathSummary path={path} onToggle={() => void setParams({ critical: critical ? null : true })} />
          </div>
        </div>
      </div>
      {truncated && (
        <output className="block shrink-0 border-b bg-warning-soft px-4 py-1.5 text-xs">
          This trace is very large: its first {formatCount(layout.nodes.length, "span")} are shown.
        </output>
      )}
      <div
        id={panelId}
        role="tabpanel"
        aria-label={`The trace as ${view}`}
        className={classNames(
          "grid min-h-0 flex-1",
          view === "timeline"
            ? "frame-4xl:grid-rows-[minmax(0,1.2fr)_minmax(0,1fr)]"
            : "frame-4xl:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]",
        )}
      >
        <div
          ref={pane}
          className={classNames(
            "min-h-0 min-w-0 flex-col",
            onSpan ? "hidden frame-4xl:flex" : "flex",
            view === "timeline" ? "frame-4xl:border-b" : "frame-4xl:border-r",
          )}
        >
          <Suspense fallback={<ViewSkeleton />}>
            <View {...viewProps} />
          </Suspense>
        </div>
        <section
          ref={reader}
          aria-label="Selected span"
          tabIndex={-1}
          className={classNames(
            "scroll-thin min-h-0 min-w-0 overflow-y-auto -outline-offset-2",
            !onSpan && "hidden frame-4xl:block",
          )}
        >
          <SelectedSpan traceId={trace.traceId} layout={layout} selected={selected} />
        </section>
      </div>
    </div>
  );
}

interface SelectedSpanProps {
  traceId: string;
  layout: SpanLayout;
  selected: number;
}

function SelectedSpan({ traceId, layout, selected }: SelectedSpanProps) {
  const scores = useScores(traceId);
  // Holding an arrow key down runs through many spans; only the one it stops at is read.
  const shown = useSettled(selected, 90);
  const span = layout.nodes[shown]?.span;
  if (!span) return null;
  const ownScores = (scores.data ?? noScores).filter(({ observationId }) =>
    observationId === null ? shown === layout.order[0] : observationId === span.spanId,
  );
  return <SpanDetail key={span.spanId} span={span} spans={layout.spans} scores={ownScores} />;
}

/** Those who see only this trace do not see what was said of its quality. */
function useScores(traceId: string) {
  const trpc = useTRPC();
  const { projectId } = useTraceSource();
  return useQuery(
    trpc.score.listOfTrace.queryOptions(
      { projectId: projectId ?? "", traceId },
      { enabled: projectId !== null },
    ),
  );
}

/** Which of the matches is selected, from 1; 0 for none of them. */
function positionOf(layout: SpanLayout, matches: ReadonlySet<number>, selected: number): number {
  if (!matches.has(selected)) return 0;
  let position = 0;
  for (const index of layout.order) {
    if (matches.has(index)) position += 1;
    if (index === selected) break;
  }
  return position;
}
