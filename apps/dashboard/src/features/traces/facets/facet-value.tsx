"use client";

import { classNames } from "../../../components/class-names.ts";
import { formatTokens } from "../../../format/number.ts";
import type { ValueState } from "./listed-values.ts";

interface FacetValueProps {
  value: string;
  count: number | null;
  exact: boolean;
  state: ValueState;
  disabled: boolean;
  onOnly: () => void;
  onToggle: () => void;
}

/** The tick takes a value in or leaves it out; the word means only this one, and pressed again all. */
export function FacetValue({ value, count, exact, state, disabled, onOnly, onToggle }: FacetValueProps) {
  const ticked = state !== "out";
  return (
    <li className="group/value flex h-7 items-center pr-4 pl-3 hover:bg-hover">
      <label className="grid h-7 w-6 shrink-0 place-items-center">
        <input
          type="checkbox"
          aria-label={value}
          checked={ticked}
          disabled={disabled}
          onChange={onToggle}
          className={classNames(
            "size-3.5 accent-(--accent-solid)",
            state === "any" && "opacity-45 group-hover/value:opacity-100 focus-visible:opacity-100",
          )}
        />
      </label>
      <button
        type="button"
        title={`${value}: show only this`}
        aria-label={`Only ${value}`}
        aria-pressed={state === "in"}
        disabled={disabled}
        onClick={onOnly}
        className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-sm pl-1 text-left text-xs -outline-offset-2"
      >
        <span
          className={classNames(
            "min-w-0 flex-1 truncate",
            state === "out" && "text-faint line-through decoration-line-strong",
            state === "in" && "font-medium",
          )}
        >
          {value}
        </span>
        <span aria-hidden className="hidden text-2xs text-faint group-hover/value:inline">
          only
        </span>
        <span className="shrink-0 text-2xs text-faint tabular-nums">
          {count === null ? "" : `${exact ? "" : "≈"}${formatTokens(count)}`}
        </span>
      </button>
    </li>
  );
}
