"use client";

import { Check } from "lucide-react";
import { useState } from "react";
import type { DeferredProps } from "../../components/deferred.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { useTimeZone } from "../preferences/preferences.tsx";
import { CustomRange } from "./custom-range.tsx";
import { rangeLabel, relativeRanges, type TimeRange } from "./time-range.ts";

interface TimeRangePopoverProps extends DeferredProps {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
}

export function TimeRangePopover({ trigger, range, onChange }: TimeRangePopoverProps) {
  const [open, setOpen] = useState(true);
  const zone = useTimeZone();
  const choose = (next: TimeRange) => {
    setOpen(false);
    onChange(next);
  };
  return (
    <Popover title="Time range" align="end" open={open} onOpenChange={setOpen} trigger={trigger}>
      <div className="w-64">
        <ul aria-label="Presets" className="p-1">
          {relativeRanges.map((preset) => (
            <li key={preset}>
              <button
                type="button"
                aria-pressed={preset === range}
                onClick={() => choose(preset)}
                className="flex h-7 w-full items-center justify-between rounded px-2 text-left hover:bg-hover"
              >
                {rangeLabel(preset)}
                {preset === range && <Check aria-hidden className="size-3.5 text-accent" />}
              </button>
            </li>
          ))}
        </ul>
        <CustomRange key={`${open}`} range={range} zone={zone} onApply={choose} />
      </div>
    </Popover>
  );
}
