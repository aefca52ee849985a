"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import type { TimeZone } from "../../format/time.ts";
import { useChartCursor, useCursorStore } from "./chart-cursor.tsx";
import type { Buckets, ChartModel } from "./chart-model.ts";
import { describePoint } from "./describe-chart.ts";

interface ChartHandleProps {
  model: ChartModel;
  buckets: Buckets;
  zone: TimeZone;
  children: ReactNode;
}

/** Takes the focus for a chart: arrows move over its buckets, Enter pins the values of one. */
export function ChartHandle({ model, buckets, zone, children }: ChartHandleProps) {
  const cursor = useChartCursor();
  const store = useCursorStore();
  const handle = useRef<HTMLDivElement>(null);
  const last = buckets.startsMs.length - 1;
  const own = cursor?.chartId === model.id ? cursor : null;
  const index = Math.min(own?.index ?? last, last);

  const wasPinned = useRef(false);
  useEffect(() => {
    if (wasPinned.current && own === null && document.activeElement === document.body) {
      handle.current?.focus({ preventScroll: true });
    }
    wasPinned.current = own?.pinned ?? false;
  }, [own]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextIndex(event, index, last);
    if (next !== null) store.set({ chartId: model.id, index: next, pinned: false });
    else if (event.key === "Enter" && own) store.set({ ...own, pinned: true });
    else if (event.key === "Escape" && own) store.set(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={handle}
      role="slider"
      tabIndex={0}
      aria-label={`${model.title}, by time`}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={index}
      aria-valuetext={describePoint(model, buckets, index, zone)}
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (!store.get()?.pinned && handle.current?.matches(":focus-visible")) {
          store.set({ chartId: model.id, index, pinned: false });
        }
      }}
      onBlur={() => {
        if (own && !own.pinned) store.set(null);
      }}
      onClick={() => {
        const current = store.get();
        if (current?.chartId === model.id) store.set({ ...current, pinned: true });
        else store.set(null);
      }}
      className="absolute inset-0 rounded outline-offset-2"
    >
      {children}
    </div>
  );
}

function nextIndex(event: KeyboardEvent, index: number, last: number): number | null {
  const step = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case "ArrowLeft":
      return Math.max(0, index - step);
    case "ArrowRight":
      return Math.min(last, index + step);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
