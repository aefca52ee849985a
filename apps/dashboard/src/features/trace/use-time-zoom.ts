"use client";

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { panBy, type TimeScale, zoomAt } from "./time-scale.ts";
import { useTraceView } from "./use-trace-view.ts";

interface TimeZoomOptions {
  scale: TimeScale;
  extentMs: number;
  /** The element that scrolls; a wheel over it zooms with ctrl. */
  scroller: RefObject<HTMLElement | null>;
  /** As wide as the axis. */
  axis: RefObject<HTMLElement | null>;
}

/** Less is a click, not a drag. */
const leastDragPx = 5;

/** Zoom by buttons, by ctrl and wheel, and by dragging over the bars; the address holds the window. */
export function useTimeZoom({ scale, extentMs, scroller, axis }: TimeZoomOptions) {
  const [, setParams] = useTraceView();
  const [brush, setBrush] = useState<{ from: number; to: number } | null>(null);
  const drag = useRef<{ from: number; atPx: number } | null>(null);
  const setZoom = (zoom: ReturnType<typeof zoomAt>) => void setParams({ zoom });
  const zoomBy = (factor: number, fraction = 0.5) => setZoom(zoomAt(scale, extentMs, fraction, factor));
  const pan = (share: number) => setZoom(panBy(scale, extentMs, share));

  const fractionAt = (clientX: number) => {
    const box = axis.current?.getBoundingClientRect();
    return box ? (clientX - box.left) / box.width : 0;
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(event.deltaY > 0 ? 1.25 : 0.8, clamp(fractionAt(event.clientX)));
  };
  const latestWheel = useRef(onWheel);
  useEffect(() => {
    latestWheel.current = onWheel;
  });
  useEffect(() => {
    const element = scroller.current;
    const listen = (event: WheelEvent) => latestWheel.current(event);
    // React listens passively: a page that must not zoom itself needs its own listener.
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, [scroller]);

  const onPointerDown = (event: PointerEvent) => {
    const from = fractionAt(event.clientX);
    if (event.button !== 0 || event.pointerType === "touch" || from < 0 || from > 1) return;
    drag.current = { from, atPx: event.clientX };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!drag.current) return;
    if (!brush) {
      if (Math.abs(event.clientX - drag.current.atPx) < leastDragPx) return;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    setBrush({ from: drag.current.from, to: clamp(fractionAt(event.clientX)) });
  };
  /** Whether it was a drag, so that the click that follows is none. */
  const onPointerUp = () => {
    drag.current = null;
    if (!brush) return;
    const [left, right] = [Math.min(brush.from, brush.to), Math.max(brush.from, brush.to)];
    if (right - left > 0.002) setZoom({ startMs: scale.toMs(left), endMs: scale.toMs(right) });
    setTimeout(() => setBrush(null));
  };
  const cancel = () => {
    drag.current = null;
    setBrush(null);
  };
  return {
    brush,
    zoomBy,
    pan,
    reset: () => setZoom(null),
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: cancel },
  };
}

const clamp = (fraction: number) => Math.min(1, Math.max(0, fraction));
