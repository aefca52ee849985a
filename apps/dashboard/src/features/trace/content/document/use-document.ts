"use client";

import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { DocumentMode } from "./protocol.ts";
import { DocumentReader, type Snapshot } from "./reader.ts";

interface UseDocument {
  /** Either of them. */
  text?: string;
  url?: string;
  mode: DocumentMode;
}

/** Opens a text for as long as the component stands. */
export function useDocument({ text, url = "", mode }: UseDocument): {
  reader: DocumentReader;
  state: Snapshot;
} {
  const [openedIn] = useState(mode);
  const reader = useMemo(
    () => new DocumentReader(text === undefined ? { url } : { text }, openedIn),
    [text, url, openedIn],
  );
  useEffect(() => {
    void reader.show(mode);
  }, [reader, mode]);
  const state = useSyncExternalStore(reader.subscribe, reader.getSnapshot, reader.getSnapshot);
  return { reader, state };
}
