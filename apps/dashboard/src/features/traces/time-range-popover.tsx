"use client";

import { useState } from "react";
import { classNames } from "../../components/class-names.ts";
import type { DeferredProps } from "../../components/deferred.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { useTimeZone } from "../preferences/preferences.tsx";
import { CustomRange } from "./custom-range.tsx";
import { rangeLabel, relativeRanges, type TimeRange } from "./time-range.ts";
import { TypedRange } from "./typed-range.tsx";
import { ZoneSelect } from "./zone-select.tsx";

interface TimeRangePopoverProps extends DeferredProps {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
}

/** A range typed in words, picked from the presets, or given by its two ends; and the zone of all times. */
export function TimeRangePopover({ trigger, range, onChange }: TimeRangePopoverProps) {
  const [open, setOpen] = useState(true);
  const zone = useTimeZone();
  const choose = (next: TimeRange) => {
    setOpen(false);
    onChange(next);
  };
  return (
    <Popover title="Time range" align="end" open={open} onOpenChange={setOpen} trigger={trigger}>
      <div className="scroll-thin max-h-[min(34rem,var(--available-height))] w-76 max-w-[92vw] overflow-y-auto">
        <TypedRange onApply={choose} />
        <ul aria-label="Presets" className="grid grid-cols-2 gap-x-1 p-1.5">
          {relativeRanges.map((preset) => (
            <li key={preset}>
              <button
                type="button"
                aria-pressed={preset === range}
                onClick={() => choose(preset)}
                className={classNames(
                  "flex h-7 w-full items-center justify-between rounded px-2 text-left hover:bg-hover",
                  preset === range && "bg-selected font-medium",
                )}
              >
                {rangeLabel(preset)}
                <span aria-hidden className="text-2xs text-faint">
                  {preset === "all" ? "" : preset}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <CustomRange key={`${open}${zone ?? ""}`} range={range} zone={zone} onApply={choose} />
        <ZoneSelect />
      </div>
    </Popover>
  );
}
