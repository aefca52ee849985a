"use client";

import { CalendarClock, Check } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { formatMinute, formatZone, fromInputTime, type TimeZone, toInputTime } from "../../format/time.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { rangeLabel, relativeRanges, resolveTimeRange, type TimeRange } from "./time-range.ts";

interface TimeRangePickerProps {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
}

export function TimeRangePicker({ range, onChange }: TimeRangePickerProps) {
  const [open, setOpen] = useState(false);
  const zone = useTimeZone();
  const choose = (next: TimeRange) => {
    setOpen(false);
    onChange(next);
  };
  const label =
    typeof range === "string"
      ? rangeLabel(range)
      : `${formatMinute(range.fromMs, zone)} – ${formatMinute(range.toMs, zone)}`;
  return (
    <Popover
      title="Time range"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className={buttonStyle()} suppressHydrationWarning>
          <CalendarClock aria-hidden className="text-faint" />
          {label}
        </button>
      }
    >
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

interface CustomRangeProps {
  range: TimeRange;
  zone: TimeZone;
  onApply: (range: TimeRange) => void;
}

function CustomRange({ range, zone, onApply }: CustomRangeProps) {
  const [initial] = useState(() => ({ ...resolveTimeRange(range, Date.now()), nowMs: Date.now() }));
  const [error, setError] = useState<string | null>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const fromMs = fromInputTime(fieldText(form, "from"), zone);
    const toMs = fromInputTime(fieldText(form, "to"), zone);
    if (!(fromMs < toMs)) setError("The start has to be before the end.");
    else onApply({ fromMs, toMs });
  };
  const fieldStyle = "mt-0.5 block h-7 w-full rounded border border-line-strong bg-canvas px-1.5 text-xs";
  return (
    <form onSubmit={submit} className="space-y-2 border-t p-3">
      <label className="block text-xs text-soft">
        From
        <input
          type="datetime-local"
          name="from"
          required
          defaultValue={toInputTime(initial.fromMs, zone)}
          className={fieldStyle}
        />
      </label>
      <label className="block text-xs text-soft">
        To
        <input
          type="datetime-local"
          name="to"
          required
          defaultValue={toInputTime(Math.min(initial.toMs, initial.nowMs), zone)}
          aria-invalid={error !== null}
          aria-describedby="range-zone range-error"
          className={fieldStyle}
        />
      </label>
      <p
        id="range-error"
        role="alert"
        className={classNames("text-xs text-error", error === null && "hidden")}
      >
        {error}
      </p>
      <div className="flex items-center justify-between gap-2">
        <span id="range-zone" className="text-2xs text-soft">
          {formatZone(zone, initial.nowMs)}
        </span>
        <Button type="submit">Apply</Button>
      </div>
    </form>
  );
}

function fieldText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
