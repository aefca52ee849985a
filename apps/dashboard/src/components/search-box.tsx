"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useKeys } from "../features/keys/keys.tsx";

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

const typingPauseMs = 250;

/** Follows the address; asks after a short pause in typing, at once with Enter. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState({ text: value, basedOn: value });
  const text = draft.basedOn === value ? draft.text : value;

  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), typingPauseMs);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);

  useKeys([{ key: "/", group: "List", does: "Search", run: () => input.current?.focus() }]);

  return (
    <search className="relative min-w-40 flex-1 max-md:basis-full md:max-w-80">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-faint"
      />
      <input
        ref={input}
        type="text"
        aria-label={label}
        placeholder={`${label}…`}
        value={text}
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft({ text: event.target.value, basedOn: value })}
        onKeyDown={(event) => {
          if (event.key === "Enter") onChange(text);
          if (event.key === "Escape") {
            if (text === "") event.currentTarget.blur();
            onChange("");
            setDraft({ text: "", basedOn: "" });
          }
        }}
        className="h-7 w-full rounded-md border bg-surface pr-7 pl-7 text-sm placeholder:text-faint max-md:text-base"
      />
      {text !== "" && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
          className="absolute top-0.5 right-0.5 grid size-6 place-items-center rounded text-faint hover:text-text"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </search>
  );
}
