"use client";

import { Check, Copy, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../components/ui/button.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { formatCount } from "../../format/number.ts";
import type { Selection } from "./use-selection.ts";

interface SelectionBarProps {
  selection: Selection;
  /** More that can be done with the selected traces: export, delete. */
  actions?: ReactNode;
}

/** What can be done with the ticked traces; lies over the foot of the list, so that nothing moves. */
export function SelectionBar({ selection, actions }: SelectionBarProps) {
  const { copied, copy } = useCopied();
  return (
    <section
      aria-label="Selected traces"
      className="absolute inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100%-2rem)] flex-wrap items-center gap-1.5 rounded-lg bg-raised p-1.5 pl-3 shadow-popup"
    >
      <output className="mr-1.5 font-medium tabular-nums">
        {formatCount(selection.ids.size, "trace")} selected
      </output>
      <Button onClick={() => copy([...selection.ids].join("\n"))} className="min-w-24">
        {copied ? <Check aria-hidden className="text-accent" /> : <Copy aria-hidden />}
        {copied ? "Copied" : "Copy ids"}
      </Button>
      {actions}
      <Button
        title="Clear the selection (Esc)"
        look="quiet"
        size="icon"
        aria-label="Clear the selection"
        onClick={selection.clear}
      >
        <X aria-hidden />
      </Button>
    </section>
  );
}
