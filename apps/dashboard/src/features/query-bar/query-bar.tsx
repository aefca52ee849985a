"use client";

import { CircleQuestionMark, Search, X } from "lucide-react";
import { type FocusEvent, lazy, Suspense, useId } from "react";
import { classNames } from "../../components/class-names.ts";
import { Deferred } from "../../components/deferred.tsx";
import { useKeys } from "../keys/keys.tsx";
import type { LoadValues } from "./load-values.ts";
import { QueryInput } from "./query-input.tsx";
import { shownProblems } from "./shown-problems.ts";
import { useDraft } from "./use-draft.ts";
import { useSuggestions } from "./use-suggestions.ts";

const CompletionList = lazy(async () => ({
  default: (await import("./completion-list.tsx")).CompletionList,
}));
const ProblemNotes = lazy(async () => ({ default: (await import("./problem-notes.tsx")).ProblemNotes }));
const loadHelp = () => import("./query-help.tsx");
const QueryHelp = lazy(async () => ({ default: (await loadHelp()).QueryHelp }));

export interface QueryBarProps {
  projectId: string;
  /** The text in the address. It may have problems: then it is shown with them, and must not be run. */
  value: string;
  /** Receives the text without outer spaces; never one with problems. */
  onChange: (text: string) => void;
  loadValues: LoadValues;
  className?: string;
}

const iconButtonStyle =
  "grid size-6 shrink-0 place-items-center rounded text-faint hover:text-text max-md:size-8 [&_svg]:size-3.5";

/** A draft over the query in the address: Enter or leaving applies it, Escape restores it. */
export function QueryBar({ projectId, value, onChange, loadValues, className }: QueryBarProps) {
  const id = useId();
  const draft = useDraft({ value, onChange });
  const suggestions = useSuggestions({ projectId, draft, loadValues });
  const { text, problems, wasRefused } = draft;
  const shown = shownProblems(problems, draft.isFocused && !wasRefused ? draft.caret : null);

  useKeys([{ key: "/", group: "List", does: "Search and filter", run: () => draft.input.current?.focus() }]);

  const onLeave = (event: FocusEvent<HTMLElement>) => {
    const to = event.relatedTarget;
    const staysHere = event.currentTarget.contains(to) || to?.closest("[data-query-help]");
    if (staysHere || !draft.isFocused) return;
    draft.setFocused(false);
    suggestions.close();
    draft.apply();
  };

  return (
    <search
      className={classNames("min-w-40 flex-1 max-md:basis-full", className)}
      onFocus={() => draft.setFocused(true)}
      onBlur={onLeave}
    >
      <div className="relative">
        <div
          className={classNames(
            "flex h-7 items-center rounded-md border bg-surface pr-0.5 pl-2 max-md:h-9",
            "has-[input:focus]:outline-2 has-[input:focus]:outline-offset-1 has-[input:focus]:outline-accent",
            shown.length > 0 && "border-error",
          )}
        >
          <Search aria-hidden className="mr-1.5 size-3.5 shrink-0 text-faint" />
          <QueryInput
            listId={`${id}list`}
            notesId={`${id}notes`}
            draft={draft}
            suggestions={suggestions}
            shown={shown}
          />
          {text !== "" && (
            <button
              type="button"
              aria-label="Clear the query"
              title="Clear"
              onClick={() => {
                draft.put("", 0);
                if (value !== "") onChange("");
              }}
              className={iconButtonStyle}
            >
              <X aria-hidden />
            </button>
          )}
          <Deferred
            popup="dialog"
            preload={loadHelp}
            trigger={
              <button
                type="button"
                aria-label="How to write a query"
                title="How to write a query"
                className={iconButtonStyle}
              >
                <CircleQuestionMark aria-hidden />
              </button>
            }
          >
            {(part) => (
              <QueryHelp
                {...part}
                onChoose={(example) => {
                  const next = text.trim() === "" ? example : `${text.trim()} ${example}`;
                  draft.put(next, next.length);
                }}
              />
            )}
          </Deferred>
        </div>
        {suggestions.isOpen && (
          <Suspense>
            <CompletionList
              id={`${id}list`}
              items={suggestions.items}
              active={suggestions.active}
              note={suggestions.note}
              onAccept={suggestions.accept}
            />
          </Suspense>
        )}
      </div>
      {shown.length > 0 && (
        <Suspense>
          <ProblemNotes
            id={`${id}notes`}
            problems={shown}
            insistent={wasRefused}
            onReplace={({ from, to }, replacement) =>
              draft.put(text.slice(0, from) + replacement + text.slice(to), from + replacement.length)
            }
          />
        </Suspense>
      )}
    </search>
  );
}
