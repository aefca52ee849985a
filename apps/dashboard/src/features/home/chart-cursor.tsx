"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";

/** Which bucket is pointed at, in which chart; pinned once it was clicked. */
export interface ChartCursor {
  chartId: string;
  index: number;
  pinned: boolean;
}

interface CursorStore {
  get: () => ChartCursor | null;
  set: (cursor: ChartCursor | null) => void;
  subscribe: (listener: () => void) => () => void;
}

function createCursorStore(): CursorStore {
  let cursor: ChartCursor | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => cursor,
    set: (next) => {
      const same =
        cursor?.chartId === next?.chartId && cursor?.index === next?.index && cursor?.pinned === next?.pinned;
      if (same) return;
      cursor = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const Context = createContext<CursorStore>(createCursorStore());

/** One cursor for all charts inside. */
export function ChartCursorProvider({ children }: { children: ReactNode }) {
  const [store] = useState(createCursorStore);
  return <Context value={store}>{children}</Context>;
}

export const useCursorStore = () => useContext(Context);

export function useChartCursor(): ChartCursor | null {
  const store = useContext(Context);
  return useSyncExternalStore(store.subscribe, store.get, () => null);
}
