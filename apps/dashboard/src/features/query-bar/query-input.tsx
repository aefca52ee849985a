"use client";

import type { QueryProblem } from "@plumbline/filters/parse-query";
import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { MarkedText } from "./marked-text.tsx";
import { optionId } from "./option-id.ts";
import type { useDraft } from "./use-draft.ts";
import type { useSuggestions } from "./use-suggestions.ts";

interface QueryInputProps {
  listId: string;
  notesId: string;
  draft: ReturnType<typeof useDraft>;
  suggestions: ReturnType<typeof useSuggestions>;
  shown: readonly QueryProblem[];
}

/** The same metrics for the input and for what is seen of it: kerning would end at every change of colour. */
const textStyle =
  "text-sm whitespace-pre [font-feature-settings:'calt'_0] [font-kerning:none] max-md:text-base";

export function QueryInput({ listId, notesId, draft, suggestions, shown }: QueryInputProps) {
  const { input, text } = draft;
  const behind = useRef<HTMLDivElement>(null);
  const followScroll = () => {
    if (behind.current && input.current) behind.current.scrollLeft = input.current.scrollLeft;
  };
  useLayoutEffect(followScroll);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const taken = handleKey(event.key, event.shiftKey, { draft, suggestions });
    if (taken) event.preventDefault();
  };

  return (
    <div className="relative h-full min-w-0 flex-1">
      <div
        ref={behind}
        aria-hidden
        className={`pointer-events-none absolute inset-0 flex items-center overflow-hidden ${textStyle}`}
      >
        <span className="shrink-0">
          <MarkedText text={text} problems={shown} />
        </span>
      </div>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Search and filter"
        aria-autocomplete="list"
        aria-expanded={suggestions.isOpen}
        aria-controls={listId}
        aria-activedescendant={
          suggestions.isOpen && suggestions.active >= 0 ? optionId(listId, suggestions.active) : undefined
        }
        aria-invalid={shown.length > 0}
        aria-describedby={shown.length > 0 ? notesId : undefined}
        placeholder="Search, or model:gpt-4o level:ERROR latency:>2s"
        value={text}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        enterKeyHint="search"
        onChange={({ target }) => {
          draft.type(target.value, target.selectionStart ?? target.value.length);
          suggestions.open();
        }}
        onSelect={({ currentTarget }) => draft.setCaret(currentTarget.selectionStart ?? 0)}
        onClick={suggestions.open}
        onScroll={followScroll}
        onKeyDown={onKeyDown}
        className={`absolute inset-0 w-full bg-transparent text-transparent caret-text outline-none placeholder:text-faint ${textStyle}`}
      />
    </div>
  );
}

type Handled = Pick<QueryInputProps, "draft" | "suggestions">;

/** Whether the key was ours. */
function handleKey(key: string, shift: boolean, { draft, suggestions }: Handled): boolean {
  const { isOpen, items, active } = suggestions;
  const item = isOpen ? items[active] : undefined;
  switch (key) {
    case "ArrowDown":
    case "ArrowUp":
      if (!isOpen) suggestions.open();
      else suggestions.move(key === "ArrowDown" ? 1 : -1);
      return true;
    case "Tab": {
      const first = isOpen && suggestions.hasTyped ? items[0] : undefined;
      const wanted = item ?? first;
      if (shift || !wanted) return false;
      suggestions.accept(wanted);
      return true;
    }
    case "Enter":
      if (item) suggestions.accept(item);
      else {
        suggestions.close();
        draft.apply();
      }
      return true;
    case "Escape":
      if (isOpen) suggestions.close();
      else if (draft.isChanged) draft.restore();
      else draft.input.current?.blur();
      return true;
    default:
      return false;
  }
}
