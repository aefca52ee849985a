"use client";

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { clampPanelWidth, nextPanelWidth } from "./panel-width.ts";

interface PanelEdgeProps {
  widthPx: number;
  onChange: (widthPx: number) => void;
}

const stepPx = 40;

/** The edge by which the panel is widened: dragged, with the arrow keys, or pressed for the next width. */
export function PanelEdge({ widthPx, onChange }: PanelEdgeProps) {
  const drag = useRef<{ fromX: number; fromPx: number; moved: boolean } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, fromPx: widthPx, moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!drag.current) return;
    const byPx = drag.current.fromX - event.clientX;
    if (Math.abs(byPx) < 3 && !drag.current.moved) return;
    drag.current.moved = true;
    onChange(clampPanelWidth(drag.current.fromPx + byPx));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const byPx = { ArrowLeft: stepPx, ArrowRight: -stepPx }[event.key];
    if (byPx === undefined) return;
    event.preventDefault();
    onChange(clampPanelWidth(widthPx + byPx));
  };
  return (
    <button
      type="button"
      title="Drag, or press for another width"
      aria-label={`Width of the panel: ${widthPx} pixels. Press for another, or use the arrow keys.`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        if (drag.current && !drag.current.moved) onChange(nextPanelWidth(widthPx));
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onClick={(event) => event.detail === 0 && onChange(nextPanelWidth(widthPx))}
      onKeyDown={onKeyDown}
      className="group/edge absolute inset-y-0 -left-3 z-20 w-6 cursor-col-resize touch-none outline-none"
    >
      <span
        aria-hidden
        className="mx-auto block h-full w-px bg-line group-hover/edge:w-0.5 group-hover/edge:bg-accent group-focus-visible/edge:w-0.5 group-focus-visible/edge:bg-accent group-active/edge:bg-accent"
      />
    </button>
  );
}
