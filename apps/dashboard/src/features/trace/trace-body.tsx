"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, throttle, useQueryState } from "nuqs";
import { useMemo, useRef, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { useSettled } from "../../components/use-settled.ts";
import { formatCount, formatInteger } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { Score, Span, TraceDetail } from "../../trpc/types.ts";
import { useKeys } from "../keys/keys.tsx";
import { layoutSpans } from "./layout-spans.ts";
import { SpanDetail } from "./span-detail.tsx";
import { SpanTree } from "./span-tree.tsx";
import { moveInTree } from "./tree-keys.ts";

interface TraceBodyProps {
  projectId: string;
  detail: TraceDetail;
}

const noScores: Score[] = [];
const noneCollapsed: ReadonlySet<number> = new Set();
const panes = [
  { id: "tree", label: "Spans" },
  { id: "span", label: "Selected span" },
] as const;

/** The tree beside the selected span; on narrow screens one of them at a time. */
export function TraceBody({ projectId, detail: { trace, truncated, ...detail } }: TraceBodyProps) {
  const trpc = useTRPC();
  const [spanId, setSpanId] = useQueryState(
    "span",
    parseAsString.withOptions({ history: "replace", limitUrlUpdates: throttle(200) }),
  );
  const [pane, setPane] = useState<"tree" | "span">("tree");
  const reader = useRef<HTMLElement>(null);
  const spans = useMemo(
    () => withTraceDuration(detail.spans, trace.durationMs),
    [detail.spans, trace.durationMs],
  );
  const layout = useMemo(() => layoutSpans(spans), [spans]);
  const named = spanId === null ? -1 : spans.findIndex((span) => span.spanId === spanId);
  const selected = named >= 0 ? named : (layout.order[0] ?? 0);
  // Holding an arrow key down runs through many spans; only the one it stops at is read.
  const span = spans[useSettled(selected, 90)];
  const scores = useQuery(trpc.score.listOfTrace.queryOptions({ projectId, traceId: trace.traceId }));

  const select = (index: number) => {
    const id = spans[index]?.spanId ?? "";
    void setSpanId(index === layout.order[0] || id === "" ? null : id);
    reader.current?.scrollTo({ top: 0 });
  };
  const step = (key: "ArrowDown" | "ArrowUp") => {
    const move = moveInTree({ layout, collapsed: noneCollapsed, active: selected }, key);
    if (move && "active" in move) select(move.active);
  };
  useKeys([
    { key: "j", group: "Trace", does: "Next span", run: () => step("ArrowDown") },
    { key: "k", group: "Trace", does: "Previous span", run: () => step("ArrowUp") },
  ]);

  const isRoot = selected === layout.order[0];
  const ownScores = (scores.data ?? noScores).filter(({ observationId }) =>
    observationId === null ? isRoot : observationId === span?.spanId,
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div role="tablist" aria-label="Trace" className="flex shrink-0 border-b px-2 lg:hidden">
        {panes.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            role="tab"
            aria-selected={pane === id}
            onClick={() => setPane(id)}
            className="h-9 border-b-2 border-transparent px-2.5 text-soft -outline-offset-2 aria-selected:border-accent aria-selected:text-text"
          >
            {label}
            {id === "tree" && <span className="ml-1 text-faint">{formatInteger(spans.length)}</span>}
          </button>
        ))}
      </div>
      {truncated && (
        <output className="block shrink-0 border-b bg-warning-soft px-4 py-1.5 text-xs">
          This trace is very large: its first {formatCount(spans.length, "span")} are shown.
        </output>
      )}
      <div className="grid min-h-0 flex-1 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <div
          className={classNames(
            "flex min-h-0 min-w-0 flex-col lg:border-r",
            pane === "span" && "max-lg:hidden",
          )}
        >
          <SpanTree
            layout={layout}
            selected={selected}
            traceRunning={trace.running}
            onSelect={select}
            onOpen={() => {
              setPane("span");
              requestAnimationFrame(() => reader.current?.focus());
            }}
          />
        </div>
        <section
          ref={reader}
          aria-label="Selected span"
          tabIndex={-1}
          className={classNames(
            "scroll-thin min-h-0 min-w-0 overflow-y-auto -outline-offset-2",
            pane === "tree" && "max-lg:hidden",
          )}
        >
          {span && (
            <SpanDetail
              key={span.spanId}
              projectId={projectId}
              traceId={trace.traceId}
              span={span}
              scores={ownScores}
            />
          )}
        </section>
      </div>
    </div>
  );
}

/** The row of the trace has no end of its own; it lasts as long as the trace. */
function withTraceDuration(spans: readonly Span[], durationMs: number | null): readonly Span[] {
  return spans.map((span) =>
    span.kind === "TRACE" && span.durationMs === null ? { ...span, durationMs } : span,
  );
}
