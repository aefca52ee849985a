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
export function useDocument({ text, url, mode }: UseDocument): { reader: DocumentReader; state: Snapshot } {
  const [attempt, setAttempt] = useState(0);
  const source = useMemo(() => ({ text, url, attempt }), [text, url, attempt]);
  const [opened, setOpened] = useState(() => open(source, mode));
  if (opened.source !== source) setOpened(open(source, mode));
  const { reader } = opened;
  useEffect(() => {
    // Strict mode and a return from a hidden page run this again on a reader that was closed.
    if (reader.isClosed) setAttempt((count) => count + 1);
    return () => reader.close();
  }, [reader]);
  useEffect(() => {
    void reader.show(mode);
  }, [reader, mode]);
  const state = useSyncExternalStore(reader.subscribe, reader.getSnapshot, reader.getSnapshot);
  return { reader, state };
}

function open(source: { text?: string; url?: string; attempt: number }, mode: DocumentMode) {
  const { text, url = "" } = source;
  return { source, reader: new DocumentReader(text === undefined ? { url } : { text }, mode) };
}
