"use client";

import { useState } from "react";
import type { DeferredProps } from "../../components/deferred.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { queryExamples } from "./query-examples.ts";

interface QueryHelpProps extends DeferredProps {
  onChoose: (example: string) => void;
}

export function QueryHelp({ trigger, onChoose }: QueryHelpProps) {
  const [open, setOpen] = useState(true);
  return (
    <Popover title="How to write a query" align="end" open={open} onOpenChange={setOpen} trigger={trigger}>
      <div
        data-query-help
        className="scroll-thin max-h-(--available-height) w-lg max-w-[calc(100vw-1rem)] overflow-y-auto p-1"
      >
        <p className="px-2 pt-1.5 pb-1 text-2xs font-medium text-faint">Click one to try it</p>
        <ul>
          {queryExamples.map(([example, meaning]) => (
            <li key={example}>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  onChoose(example);
                }}
                className="flex min-h-7 w-full items-center justify-between gap-x-4 rounded px-2 py-1 text-left hover:bg-hover max-md:flex-col max-md:items-start"
              >
                <code className="font-mono text-xs break-words">{example}</code>
                <span className="shrink-0 text-xs text-soft">{meaning}</span>
              </button>
            </li>
          ))}
        </ul>
        <p className="border-t px-2 pt-1.5 pb-1 text-xs text-soft">
          NOT binds tightest, then AND, then OR; parentheses group. Times take us, ms, s, m, h; counts k and
          M.
        </p>
      </div>
    </Popover>
  );
}
