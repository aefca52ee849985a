"use client";

import { CalendarClock } from "lucide-react";
import { lazy } from "react";
import { Deferred } from "../../components/deferred.tsx";
import { buttonStyle } from "../../components/ui/button.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatMinute, formatZoneShort } from "../../format/time.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { rangeLabel, type TimeRange } from "./time-range.ts";

const loadPopover = () => import("./time-range-popover.tsx");
const TimeRangePopover = lazy(async () => ({ default: (await loadPopover()).TimeRangePopover }));

interface TimeRangePickerProps {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
}

export function TimeRangePicker({ range, onChange }: TimeRangePickerProps) {
  const zone = useTimeZone();
  const nowMs = useNow(3_600_000);
  const label =
    typeof range === "string"
      ? rangeLabel(range)
      : `${formatMinute(range.fromMs, zone)} – ${formatMinute(range.toMs, zone)}`;
  return (
    <Deferred
      popup="dialog"
      preload={loadPopover}
      trigger={
        <button type="button" data-time-range className={buttonStyle()}>
          <CalendarClock aria-hidden className="text-faint" />
          {label}
          <span className="min-w-8 text-2xs font-normal text-faint">
            {formatZoneShort(zone, typeof range === "string" ? nowMs : range.toMs)}
          </span>
        </button>
      }
    >
      {(part) => <TimeRangePopover {...part} range={range} onChange={onChange} />}
    </Deferred>
  );
}
