"use client";

import { ChevronDown, ChevronsDownUp, ChevronsUpDown, ChevronUp, Search, WrapText } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../../components/ui/button.tsx";
import { formatInteger } from "../../../../format/number.ts";
import type { DocumentMode } from "./protocol.ts";

interface DocumentToolbarProps {
  title: string;
  mode: DocumentMode;
  found: { words: string; count: number; more: boolean } | null;
  /** Which of the places found is shown. */
  place: number;
  wrap: boolean;
  onFind: (words: string) => Promise<void>;
  onGoTo: (place: number) => Promise<void>;
  onWrap: () => void;
  onOpenAll: () => void;
  onCloseAll: () => void;
}

const typingPauseMs = 200;

/** Find within one text, and how it is laid out. */
export function DocumentToolbar(props: DocumentToolbarProps) {
  const { title, mode, found, place, wrap, onFind, onGoTo } = props;
  const [words, setWords] = useState("");
  const asked = useRef("");
  const latestFind = useRef(onFind);
  useEffect(() => {
    latestFind.current = onFind;
  }, [onFind]);
  useEffect(() => {
    if (words === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = words;
      void latestFind.current(words);
    }, typingPauseMs);
    return () => clearTimeout(timer);
  }, [words]);
  const count = found?.words === words ? found.count : 0;
  const step = (by: number) => {
    if (count > 0) void onGoTo((place + by + count) % count);
  };
  return (
    <div className="flex h-9 items-center gap-1 border-b px-1.5">
      <div className="relative min-w-0 max-w-64 flex-1">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-faint"
        />
        <input
          type="text"
          aria-label={`Find in ${title.toLowerCase()}`}
          placeholder="Find"
          value={words}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
            else if (event.key === "Escape" && words !== "") setWords("");
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          className="h-6.5 w-full rounded-md border bg-canvas pr-2 pl-7 text-xs placeholder:text-faint max-md:text-base"
        />
      </div>
      {words !== "" && (
        <>
          <output className="shrink-0 px-1 text-xs text-soft tabular-nums">
            {found?.words === words ? describeFound(found, place) : "…"}
          </output>
          <Tool
            label="Previous place"
            onClick={() => step(-1)}
            disabled={count === 0}
            icon={<ChevronUp aria-hidden />}
          />
          <Tool
            label="Next place"
            onClick={() => step(1)}
            disabled={count === 0}
            icon={<ChevronDown aria-hidden />}
          />
        </>
      )}
      <div className="ml-auto flex items-center">
        {mode === "tree" && (
          <>
            <Tool label="Open all" onClick={props.onOpenAll} icon={<ChevronsUpDown aria-hidden />} />
            <Tool label="Close all" onClick={props.onCloseAll} icon={<ChevronsDownUp aria-hidden />} />
          </>
        )}
        <Tool label="Wrap lines" pressed={wrap} onClick={props.onWrap} icon={<WrapText aria-hidden />} />
      </div>
    </div>
  );
}

function describeFound({ count, more }: { count: number; more: boolean }, place: number): string {
  if (count === 0) return "Not found";
  return `${formatInteger(place + 1)} of ${formatInteger(count)}${more ? "+" : ""}`;
}

interface ToolProps {
  label: string;
  icon: React.ReactNode;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
}

function Tool({ label, icon, onClick, disabled, pressed }: ToolProps) {
  return (
    <Button
      look="quiet"
      size="icon"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
      className="text-faint aria-pressed:bg-hover aria-pressed:text-text"
    >
      {icon}
    </Button>
  );
}
