"use client";

import { ArrowLeft, ArrowRight, FoldHorizontal, ZoomIn, ZoomOut } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatCount } from "../../format/number.ts";
import type { TimeScale } from "./time-scale.ts";

interface TimelineBarProps {
  scale: TimeScale;
  zoomed: boolean;
  /** Idle gaps that could be narrowed. */
  gapCount: number;
  narrowed: boolean;
  onNarrow: () => void;
  onZoom: (factor: number) => void;
  onPan: (share: number) => void;
  onReset: () => void;
}

export function TimelineBar(props: TimelineBarProps) {
  const { scale, zoomed } = props;
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-b px-3">
      <Button
        title="Zoom in (+, or ctrl and wheel)"
        look="quiet"
        size="icon"
        aria-label="Zoom in"
        onClick={() => props.onZoom(0.5)}
      >
        <ZoomIn aria-hidden />
      </Button>
      <Button
        title="Zoom out (−)"
        look="quiet"
        size="icon"
        aria-label="Zoom out"
        disabled={!zoomed}
        onClick={() => props.onZoom(2)}
      >
        <ZoomOut aria-hidden />
      </Button>
      <Button
        title="Earlier"
        look="quiet"
        size="icon"
        aria-label="Earlier"
        disabled={!zoomed}
        onClick={() => props.onPan(-0.5)}
      >
        <ArrowLeft aria-hidden />
      </Button>
      <Button
        title="Later"
        look="quiet"
        size="icon"
        aria-label="Later"
        disabled={!zoomed}
        onClick={() => props.onPan(0.5)}
      >
        <ArrowRight aria-hidden />
      </Button>
      <Button title="Show the whole trace (0)" look="quiet" disabled={!zoomed} onClick={props.onReset}>
        Reset
      </Button>
      <output className="min-w-0 truncate pl-1 text-xs text-faint tabular-nums hidden pane-2xl:block">
        {zoomed
          ? `${formatDuration(scale.window.startMs)} to ${formatDuration(scale.window.endMs)}`
          : "Drag over the bars to zoom"}
      </output>
      {props.gapCount > 0 && (
        <Button
          look="quiet"
          aria-pressed={props.narrowed}
          title="Draw the time in which nothing ran narrower than it was"
          onClick={props.onNarrow}
          className="ml-auto aria-pressed:bg-selected aria-pressed:text-accent"
        >
          <FoldHorizontal aria-hidden />
          {props.narrowed ? "Idle gaps narrowed" : `Narrow ${formatCount(props.gapCount, "idle gap")}`}
        </Button>
      )}
    </div>
  );
}
