"use client";

import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { type KeyboardEvent, type Ref } from "react";
import { Button } from "../../components/ui/button.tsx";
import { formatCount, formatInteger } from "../../format/number.ts";

interface TraceSearchProps {
  inputRef: Ref<HTMLInputElement>;
  typed: string;
  onType: (typed: string) => void;
  matchCount: number;
  /** From 1; 0 when the selected span is no match. */
  position: number;
  searching: boolean;
  failed: boolean;
  onRetry: () => void;
  onStep: (step: 1 | -1) => void;
  /** Escape in an empty box gives the keyboard back to the view. */
  onLeave: () => void;
}

export function TraceSearch(props: TraceSearchProps) {
  const { inputRef, typed, onType, onStep, matchCount, onLeave, ...status } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && typed !== "") onType("");
    else if (event.key === "Escape") onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className="flex min-w-0 flex-1 items-center gap-1 @max-2xl/trace:basis-72">
      <div className="relative min-w-24 flex-1 @4xl/trace:max-w-72">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-faint"
        />
        <input
          ref={inputRef}
          type="text"
          value={typed}
          maxLength={300}
          spellCheck={false}
          autoComplete="off"
          aria-label="Search in this trace"
          aria-keyshortcuts="/"
          placeholder="Search in this trace  /"
          title="Names, models, errors, ids, and the texts of the spans"
          onChange={({ target }) => onType(target.value)}
          onKeyDown={onKeyDown}
          className="h-7 w-full rounded-md border bg-raised pr-7 pl-7 text-xs placeholder:text-faint"
        />
        {typed !== "" && (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={() => onType("")}
            className="absolute inset-y-0 right-0 grid w-7 place-items-center text-faint hover:text-text"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        )}
      </div>
      {typed.trim() !== "" && (
        <>
          <Button
            title="Previous match (Shift Enter, N)"
            look="quiet"
            size="icon"
            aria-label="Previous match"
            disabled={matchCount === 0}
            onClick={() => onStep(-1)}
          >
            <ChevronUp aria-hidden />
          </Button>
          <Button
            title="Next match (Enter, n)"
            look="quiet"
            size="icon"
            aria-label="Next match"
            className="-ml-1"
            disabled={matchCount === 0}
            onClick={() => onStep(1)}
          >
            <ChevronDown aria-hidden />
          </Button>
        </>
      )}
      <output className="shrink-0 text-xs text-soft tabular-nums">
        <Status typed={typed} matchCount={matchCount} {...status} />
      </output>
    </search>
  );
}

type StatusProps = Pick<
  TraceSearchProps,
  "typed" | "matchCount" | "position" | "searching" | "failed" | "onRetry"
>;

function Status({ typed, matchCount, position, searching, failed, onRetry }: StatusProps) {
  if (typed.trim() === "") return null;
  if (failed) {
    return (
      <span className="inline-flex items-center gap-1.5 text-error">
        Texts were not searched
        <Button onClick={onRetry}>Try again</Button>
      </span>
    );
  }
  if (matchCount === 0) return <>{searching ? "Searching…" : "No match"}</>;
  const of = position > 0 ? `${formatInteger(position)} of ${formatInteger(matchCount)}` : "";
  return (
    <>
      {of || formatCount(matchCount, "match", "matches")}
      {of && <span className="sr-only"> matches</span>}
      {searching && "…"}
    </>
  );
}
