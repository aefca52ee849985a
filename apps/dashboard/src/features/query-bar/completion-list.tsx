"use client";

import { useEffect, useRef } from "react";
import { classNames } from "../../components/class-names.ts";
import { formatInteger } from "../../format/number.ts";
import { optionId } from "./option-id.ts";
import type { ListedItem } from "./use-completion.ts";

interface CompletionListProps {
  id: string;
  items: readonly ListedItem[];
  /** -1: none yet. */
  active: number;
  note: string | null;
  onAccept: (item: ListedItem) => void;
}

export function CompletionList({ id, items, active, note, onAccept }: CompletionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div className="absolute top-full left-0 z-40 mt-1.5 w-full max-w-lg min-w-64 overflow-hidden rounded-lg bg-raised shadow-popup">
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label="What can stand here"
        className="scroll-thin max-h-72 overflow-y-auto p-1"
      >
        {items.map((item, index) => (
          <button
            type="button"
            key={item.insert}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            // The caret stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onAccept(item)}
            className={classNames(
              "flex min-h-7 w-full text-left cursor-default items-center gap-3 rounded px-2 py-0.5 hover:bg-hover max-md:min-h-9",
              index === active && "bg-selected hover:bg-selected",
            )}
          >
            <span
              className={classNames(
                "min-w-0 truncate",
                item.kind === "field" && "text-accent",
                item.kind === "keyword" && "text-soft",
              )}
            >
              {item.label === "" ? <i className="text-faint">empty</i> : item.label}
            </span>
            <span className="ml-auto shrink-0 text-xs text-faint tabular-nums">
              {item.count === null ? item.detail : formatInteger(item.count)}
            </span>
          </button>
        ))}
        {note !== null && <p className="flex min-h-7 items-center px-2 text-xs text-faint">{note}</p>}
      </div>
      <p aria-hidden className="border-t px-3 py-1 text-2xs text-faint max-md:hidden">
        ↑ ↓ choose · Tab complete · Enter run · Esc close
      </p>
    </div>
  );
}
