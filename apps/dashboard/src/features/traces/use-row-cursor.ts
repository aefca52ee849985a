"use client";

import { type RefObject, useEffect, useRef } from "react";
import { useKeys } from "../keys/keys.tsx";
import type { TableHandle } from "./table/traces-table.tsx";

interface RowCursorOptions {
  rows: readonly { traceId: string }[];
  table: RefObject<TableHandle | null>;
  peekId: string | null;
  onPeek: (traceId: string) => void;
  onClosePeek: () => void;
  onSelect: (traceId: string, extend: boolean) => void;
  /** The rows that are loaded come to their end. */
  onNearEnd: () => void;
  /** Brings a trace that is likely to be opened next. */
  onExpect: (traceId: string) => void;
}

const focusedRow = () => {
  const row = document.activeElement?.closest<HTMLElement>("tr[data-index]");
  return row ? Number(row.dataset.index) : -1;
};

/** j and k go through the rows: of the trace beside the list while one is open, else of the focus. */
export function useRowCursor(options: RowCursorOptions) {
  const { rows, table, peekId, onPeek, onExpect } = options;
  const last = useRef(-1);
  const peekIndex = peekId === null ? -1 : rows.findIndex(({ traceId }) => traceId === peekId);
  const current = () => {
    if (peekIndex >= 0) return peekIndex;
    const focused = focusedRow();
    return focused >= 0 ? focused : Math.min(last.current, rows.length - 1);
  };

  const go = (step: 1 | -1) => {
    const from = current();
    const index = from < 0 ? 0 : from + step;
    const row = rows[index];
    if (!row) return;
    last.current = index;
    if (index > rows.length - 5) options.onNearEnd();
    const inPanel = peekId !== null && focusedRow() < 0;
    table.current?.show(index, !inPanel);
    if (peekId !== null) onPeek(row.traceId);
  };

  const next = peekIndex >= 0 ? rows[peekIndex + 1]?.traceId : undefined;
  useEffect(() => {
    if (next !== undefined) onExpect(next);
  }, [next, onExpect]);

  const select = (extend: boolean) => {
    const row = rows[current()];
    if (row) options.onSelect(row.traceId, extend);
  };
  useKeys([
    { key: "j", group: "List", does: "Next trace", run: () => go(1) },
    { key: "k", group: "List", does: "Previous trace", run: () => go(-1) },
    {
      key: "o",
      group: "List",
      does: "Open the trace beside the list, again: go into it (also Enter)",
      run: openFocusedRow,
    },
    { key: "x", group: "List", does: "Select the trace", run: () => select(false) },
    { key: "X", group: "List", does: "Select up to here", run: () => select(true) },
  ]);
  return {
    previous: peekIndex > 0 ? () => go(-1) : null,
    next: peekIndex >= 0 && peekIndex < rows.length - 1 ? () => go(1) : null,
    /** The focus goes back to the row whose trace was beside the list. */
    leavePeek: () => {
      options.onClosePeek();
      if (peekIndex >= 0) table.current?.show(peekIndex, true);
    },
  };
}

function openFocusedRow(): void {
  const link = document.activeElement?.closest("tr")?.querySelector<HTMLElement>("[data-row-link]");
  link?.click();
}
