"use client";

import { type SubmitEvent, useId, useState } from "react";
import { Button } from "../../components/ui/button.tsx";
import { parseTypedRange, type RelativeRange, rangeLabel } from "./time-range.ts";

/** "25m" or "3 days": how far back from now, in words. */
export function TypedRange({ onApply }: { onApply: (range: RelativeRange) => void }) {
  const id = useId();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);
  const range = parseTypedRange(text);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (range) onApply(range);
    else setRefused(true);
  };
  return (
    <form onSubmit={submit} className="border-b p-2">
      <div className="flex gap-1.5">
        <input
          aria-label="How far back"
          aria-describedby={id}
          aria-invalid={refused}
          placeholder="25m, 3 days, 6 months…"
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setRefused(false);
          }}
          className="h-7 min-w-0 flex-1 rounded border border-line-strong bg-canvas px-2 text-xs placeholder:text-faint"
        />
        <Button type="submit">Show</Button>
      </div>
      <p
        id={id}
        role={refused ? "alert" : undefined}
        className={`mt-1 px-0.5 text-2xs ${refused ? "text-error" : "text-faint"}`}
      >
        {refused
          ? "Write a number and a unit, up to ten years: 25m, 6h, 3d, 2w, 6mo, 1y, or all."
          : range
            ? `${rangeLabel(range)}, up to now`
            : "m, h, d, w, mo or y, or all"}
      </p>
    </form>
  );
}
