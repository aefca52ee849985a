"use client";

import { type SubmitEvent, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { Button } from "../../components/ui/button.tsx";
import { formatZone, fromInputTime, type TimeZone, toInputTime } from "../../format/time.ts";
import { resolveTimeRange, type TimeRange } from "./time-range.ts";

interface CustomRangeProps {
  range: TimeRange;
  zone: TimeZone;
  onApply: (range: TimeRange) => void;
}

/** From and to as wall times of the zone that the page shows. */
export function CustomRange({ range, zone, onApply }: CustomRangeProps) {
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
    <form onSubmit={submit} className="space-y-2 border-t p-3 pb-2.5">
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
