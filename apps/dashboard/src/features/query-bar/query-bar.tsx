"use client";

import { parseQuery } from "@plumbline/filters/parse-query";
import { Search, X } from "lucide-react";
import { useRef, useState } from "react";
import { useKeys } from "../keys/keys.tsx";
import type { LoadValues } from "./load-values.ts";

export interface QueryBarProps {
  projectId: string;
  /** The text in the address. It may have problems: then it is shown with them, and not run. */
  value: string;
  /** Receives the text without outer spaces; never one with problems. */
  onChange: (text: string) => void;
  loadValues: LoadValues;
}

/** A draft over the query in the address: Enter or leaving applies it, Escape restores it. */
export function QueryBar({ value, onChange }: QueryBarProps) {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState({ text: value, basedOn: value });
  const text = draft.basedOn === value ? draft.text : value;
  const { problems } = parseQuery(text);
  const apply = () => {
    if (problems.length === 0 && text.trim() !== value) onChange(text.trim());
  };

  useKeys([{ key: "/", group: "List", does: "Search and filter", run: () => input.current?.focus() }]);

  return (
    <search className="relative min-w-40 flex-1 max-md:basis-full">
      <Search aria-hidden className="pointer-events-none absolute top-1.75 left-2 size-3.5 text-faint" />
      <input
        ref={input}
        type="text"
        aria-label="Query"
        placeholder="Search text, or model:… level:ERROR latency:>2s"
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft({ text: event.target.value, basedOn: value })}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === "Enter") apply();
          if (event.key === "Escape") setDraft({ text: value, basedOn: value });
        }}
        className="h-7 w-full rounded-md border bg-surface pr-7 pl-7 text-sm placeholder:text-faint max-md:text-base"
      />
      {text !== "" && (
        <button
          type="button"
          aria-label="Clear the query"
          onClick={() => {
            setDraft({ text: "", basedOn: "" });
            onChange("");
            input.current?.focus();
          }}
          className="absolute top-0.5 right-0.5 grid size-6 place-items-center rounded text-faint hover:text-text"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
      {problems.map(({ from, message }) => (
        <p key={from} className="text-xs text-error">
          {message}
        </p>
      ))}
    </search>
  );
}
