"use client";

import type { KeyboardEvent } from "react";
import { formatInteger } from "../../format/number.ts";
import { type TraceView, traceViews } from "./use-trace-view.ts";

/** On narrow screens the selected span is one more tab. */
type TraceTab = TraceView | "span";

const labels: Record<TraceTab, string> = {
  tree: "Tree",
  timeline: "Timeline",
  transcript: "Transcript",
  graph: "Graph",
  span: "Span",
};

const tabs: readonly TraceTab[] = [...traceViews, "span"];

interface TraceTabsProps {
  active: TraceTab;
  spanCount: number;
  panelId: string;
  /** There is no room for the selected span beside the view. */
  narrow: boolean;
  onChange: (tab: TraceTab) => void;
}

export function TraceTabs({ active, spanCount, panelId, narrow, onChange }: TraceTabsProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const open = narrow ? tabs : traceViews;
    const next =
      open[(open.indexOf(active === "span" && !narrow ? "tree" : active) + step + open.length) % open.length];
    if (next === undefined) return;
    onChange(next);
    event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-tab=${next}]`)?.focus();
  };
  return (
    <div role="tablist" aria-label="Views of the trace" className="flex shrink-0 -mb-px">
      {tabs.map((tab, index) => (
        <button
          key={tab}
          type="button"
          role="tab"
          data-tab={tab}
          aria-selected={active === tab}
          aria-controls={panelId}
          tabIndex={active === tab ? 0 : -1}
          title={index < traceViews.length ? `${labels[tab]} (${index + 1})` : undefined}
          onKeyDown={onKeyDown}
          onClick={() => onChange(tab)}
          className={`h-10 border-b-2 border-transparent px-2 text-soft -outline-offset-2 hover:text-text aria-selected:border-accent aria-selected:text-text @xl/trace:px-2.5 ${tab === "span" ? "@4xl/trace:hidden" : ""}`}
        >
          {labels[tab]}
          {tab === "tree" && (
            <span className="ml-1 text-faint @max-xl/trace:hidden">{formatInteger(spanCount)}</span>
          )}
        </button>
      ))}
    </div>
  );
}
