"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
/** What could not be written, as where storage is blocked: kept for this visit. */
const unwritten = new Map<string, string>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function read(key: string): string | null {
  try {
    return unwritten.get(key) ?? localStorage.getItem(key);
  } catch {
    return unwritten.get(key) ?? null;
  }
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
    unwritten.delete(key);
  } catch {
    unwritten.set(key, text);
  }
  for (const listener of listeners) listener();
}

const onServer = () => null;

/**
 * A setting that this browser keeps. `parse` has to be the same function on every render and to take
 * whatever is stored, null when nothing is; on the server nothing is.
 */
export function useStored<Value>(
  key: string,
  parse: (text: string | null) => Value,
): [Value, (text: string) => void] {
  const text = useSyncExternalStore(subscribe, () => read(key), onServer);
  const value = useMemo(() => parse(text), [parse, text]);
  return [value, useCallback((next: string) => write(key, next), [key])];
}
