"use client";

import "uplot/dist/uPlot.min.css";
import { useTheme } from "next-themes";
import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import type { TimeZone } from "../../format/time.ts";
import { useChartCursor, useCursorStore } from "./chart-cursor.tsx";
import type { Buckets, ChartModel } from "./chart-model.ts";
import { bucketMiddles, type PlotTarget, plotData, plotOptions } from "./plot-options.ts";

interface ChartPlotProps {
  model: ChartModel;
  buckets: Buckets;
  targets: readonly PlotTarget[];
  zone: TimeZone;
  onSelect: (fromIndex: number, toIndex: number) => void;
  onZoomOut: () => void;
  /** Where the pointed-at bucket is, in pixels from the left; null while none is. */
  onPosition: (position: { left: number; width: number } | null) => void;
}

/** Draws; what it shows is said in words around it. */
export function ChartPlot(props: ChartPlotProps) {
  const { model, buckets, targets, zone, onZoomOut } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const store = useCursorStore();
  const { resolvedTheme } = useTheme();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const [drawn, setDrawn] = useState(0);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new uPlot(
      plotOptions({
        model,
        buckets,
        targets,
        zone,
        width: element.clientWidth,
        height: element.clientHeight,
        color: tokenReader(),
        onHover: (index) => {
          const current = store.get();
          if (current?.pinned) return;
          if (index !== null) store.set({ chartId: model.id, index, pinned: false });
          else if (current?.chartId === model.id) store.set(null);
        },
        onSelect: (from, to) => latest.current.onSelect(from, to),
      }),
      plotData({ model, buckets }),
      element,
    );
    plot.current = made;
    setDrawn((count) => count + 1);
    const stopResizing = followSize(element, made, () => setDrawn((count) => count + 1));
    return () => {
      stopResizing();
      made.destroy();
      plot.current = null;
    };
  }, [model, buckets, targets, zone, resolvedTheme, store]);

  return (
    <div
      ref={box}
      aria-hidden
      className="absolute inset-0 cursor-crosshair [&_.u-select]:bg-accent/20"
      onDoubleClick={onZoomOut}
    >
      <Crosshair plot={plot} buckets={buckets} drawn={drawn} model={model} onPosition={props.onPosition} />
    </div>
  );
}

function tokenReader(): (token: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (token) => style.getPropertyValue(token).trim();
}

function followSize(element: HTMLElement, plot: uPlot, onChange: () => void): () => void {
  const observer = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = element;
    if (width === plot.width && height === plot.height) return;
    plot.setSize({ width, height });
    onChange();
  });
  observer.observe(element);
  return () => observer.disconnect();
}

interface CrosshairProps {
  plot: { readonly current: uPlot | null };
  buckets: Buckets;
  model: ChartModel;
  /** Grows whenever the plot was drawn anew. */
  drawn: number;
  onPosition: ChartPlotProps["onPosition"];
}

/** The line through all charts at the bucket that is pointed at in one of them. */
function Crosshair({ plot, buckets, model, drawn, onPosition }: CrosshairProps) {
  const cursor = useChartCursor();
  const line = useRef<HTMLDivElement>(null);
  const index = cursor?.index ?? null;
  const isOurs = cursor?.chartId === model.id;
  useEffect(() => {
    const { current } = plot;
    const element = line.current;
    const atMs = index === null ? undefined : bucketMiddles(buckets)[index];
    if (!element) return;
    if (!current || atMs === undefined) {
      element.hidden = true;
      onPosition(null);
      return;
    }
    const ratio = devicePixelRatio;
    const { left, top, width, height } = current.bbox;
    const x = left / ratio + current.valToPos(atMs, "x");
    element.hidden = false;
    element.style.transform = `translateX(${Math.round(x)}px)`;
    element.style.top = `${top / ratio}px`;
    element.style.height = `${height / ratio}px`;
    onPosition(isOurs ? { left: x, width: (left + width) / ratio } : null);
  }, [plot, buckets, index, isOurs, drawn, onPosition]);
  return (
    <div
      ref={line}
      hidden
      className="pointer-events-none absolute left-0 z-10 w-px [background:color-mix(in_oklch,var(--text-soft)_55%,transparent)]"
    />
  );
}
