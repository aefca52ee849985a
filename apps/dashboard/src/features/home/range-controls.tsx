"use client";

import { ZoomOut } from "lucide-react";
import { RefreshButton } from "../../components/refresh-button.tsx";
import { Button } from "../../components/ui/button.tsx";
import type { TimeRange } from "../traces/time-range.ts";
import { TimeRangePicker } from "../traces/time-range-picker.tsx";
import { zoomOut } from "./zoom.ts";

interface RangeControlsProps {
  range: TimeRange;
  onRange: (range: TimeRange) => void;
  fetching: boolean;
  onRefresh: () => void;
}

/** What every page of charts ends its toolbar with. */
export function RangeControls({ range, onRange, fetching, onRefresh }: RangeControlsProps) {
  return (
    <>
      <TimeRangePicker range={range} onChange={onRange} />
      <Button
        size="icon"
        aria-label="Zoom out"
        title="Zoom out"
        onClick={() => onRange(zoomOut(range, Date.now()))}
      >
        <ZoomOut aria-hidden />
      </Button>
      <RefreshButton fetching={fetching} onRefresh={onRefresh} />
    </>
  );
}
