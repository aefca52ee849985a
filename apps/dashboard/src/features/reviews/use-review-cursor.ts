"use client";

import { useRef } from "react";
import { useKeys } from "../keys/keys.tsx";

interface ReviewCursorOptions {
  rows: readonly { traceId: string }[];
  peekId: string | null;
  onPeek: (traceId: string) => void;
  onClosePeek: () => void;
  onNearEnd: () => void;
  /** null for who may not. */
  onTake: ((index: number) => void) | null;
  onResolve: ((index: number) => void) | null;
}

const links = () => [...document.querySelectorAll<HTMLElement>("[data-review-link]")];

/** The row that has the focus, whichever of its links or buttons it is on. */
function focusedRow(): number {
  const row = document.activeElement?.closest("[data-review]");
  return row ? [...document.querySelectorAll("[data-review]")].indexOf(row) : -1;
}

/** j and k go through the items: of the trace beside the list while one is open, else of the focus. */
export function useReviewCursor(options: ReviewCursorOptions) {
  const { rows, peekId, onPeek, onClosePeek, onNearEnd, onTake, onResolve } = options;
  const last = useRef(-1);
  const peekIndex = peekId === null ? -1 : rows.findIndex(({ traceId }) => traceId === peekId);
  const current = () => {
    if (peekIndex >= 0) return peekIndex;
    const focused = focusedRow();
    return focused >= 0 ? focused : Math.min(last.current, rows.length - 1);
  };
  const show = (index: number) => {
    last.current = index;
    links()[index]?.focus();
  };
  const go = (step: 1 | -1) => {
    const from = current();
    const index = from < 0 ? 0 : from + step;
    const row = rows[index];
    if (!row) return;
    if (index > rows.length - 5) onNearEnd();
    show(index);
    if (peekId !== null) onPeek(row.traceId);
  };
  const leavePeek = () => {
    onClosePeek();
    if (peekIndex >= 0) show(peekIndex);
  };
  const act = (does: (index: number) => void) => () => {
    const index = current();
    if (rows[index]) does(index);
  };
  useKeys([
    { key: "j", group: "List", does: "Next item", run: () => go(1) },
    { key: "k", group: "List", does: "Previous item", run: () => go(-1) },
    {
      key: "o",
      group: "List",
      does: "Open its trace beside the list (also Enter)",
      run: () => links()[current()]?.click(),
    },
    ...(onTake ? [{ key: "t", group: "List", does: "Take the item", run: act(onTake) } as const] : []),
    ...(onResolve
      ? [{ key: "r", group: "List", does: "Resolve the item", run: act(onResolve) } as const]
      : []),
    ...(peekId === null
      ? []
      : [{ key: "Escape", group: "List", does: "Close the trace", run: leavePeek } as const]),
  ]);
  return {
    previous: peekIndex > 0 ? () => go(-1) : null,
    next: peekIndex >= 0 && peekIndex < rows.length - 1 ? () => go(1) : null,
    leavePeek,
    /** To the item that took the place of one that left the list. */
    refocus: (index: number) =>
      requestAnimationFrame(() => {
        if (focusedRow() < 0) show(Math.max(0, Math.min(index, links().length - 1)));
      }),
  };
}
