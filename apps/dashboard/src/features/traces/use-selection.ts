"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { selectBetween } from "./select-between.ts";

type Rows = readonly { traceId: string }[];

export interface Selection {
  ids: ReadonlySet<string>;
  /** `extend` takes everything since the row that was toggled last along. */
  toggle: (traceId: string, extend: boolean) => void;
  toggleAll: (rows: Rows) => void;
  clear: () => void;
  stateOf: (rows: Rows) => "all" | "some" | "none";
}

/** The traces that are ticked; kept while the list is scrolled, left behind when it asks for others. */
export function useSelection(rows: Rows, question: string): Selection {
  const [state, setState] = useState<{ question: string; ids: ReadonlySet<string> }>({
    question,
    ids: new Set(),
  });
  const latest = useRef({ rows, question, anchor: null as string | null });
  useEffect(() => {
    latest.current = { ...latest.current, rows, question };
  }, [rows, question]);
  const ids = state.question === question ? state.ids : none;

  const change = useCallback((next: (ids: ReadonlySet<string>) => ReadonlySet<string>) => {
    const { question: asked } = latest.current;
    setState((before) => ({ question: asked, ids: next(before.question === asked ? before.ids : none) }));
  }, []);
  const toggle = useCallback(
    (traceId: string, extend: boolean) => {
      const { rows: listed, anchor } = latest.current;
      latest.current.anchor = traceId;
      const order = listed.map((row) => row.traceId);
      change((before) => selectBetween(before, order, traceId, extend ? anchor : null));
    },
    [change],
  );
  const clear = useCallback(() => change(() => none), [change]);
  return useMemo(
    () => ({
      ids,
      toggle,
      clear,
      toggleAll: (listed) =>
        change((before) =>
          stateOf(before, listed) === "all" ? none : new Set(listed.map(({ traceId }) => traceId)),
        ),
      stateOf: (listed) => stateOf(ids, listed),
    }),
    [ids, toggle, clear, change],
  );
}

const none: ReadonlySet<string> = new Set();

function stateOf(ids: ReadonlySet<string>, rows: Rows): "all" | "some" | "none" {
  if (ids.size === 0) return "none";
  return rows.length > 0 && rows.every(({ traceId }) => ids.has(traceId)) ? "all" : "some";
}
