"use client";

import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import { useInBrowser } from "../../components/use-in-browser.ts";
import type { TimeZone } from "../../format/time.ts";

interface Preferences {
  /** "utc" shows every time in UTC, "local" in the zone of this machine. */
  zone: "local" | "utc";
  /** Single-key shortcuts can be switched off for people who trigger them by accident. */
  singleKeys: boolean;
  /** Messages as markdown instead of as they were sent. */
  markdown: boolean;
}

const storageKey = "plumbline.preferences";
const defaults: Preferences = { zone: "local", singleKeys: true, markdown: false };
const listeners = new Set<() => void>();
let current: Preferences | undefined;

function read(): Preferences {
  if (current) return current;
  current = defaults;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    if (typeof stored === "object" && stored !== null) {
      current = {
        zone: "zone" in stored && stored.zone === "utc" ? "utc" : "local",
        singleKeys: !("singleKeys" in stored && stored.singleKeys === false),
        markdown: "markdown" in stored && stored.markdown === true,
      };
    }
  } catch {
    // Storage may be blocked; the defaults serve.
  }
  return current;
}

function write(changes: Partial<Preferences>): void {
  current = { ...read(), ...changes };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Kept for this visit only.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

interface PreferencesContext extends Preferences {
  change: (changes: Partial<Preferences>) => void;
}

const Context = createContext<PreferencesContext>({ ...defaults, change: write });

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const preferences = useSyncExternalStore(subscribe, read, () => defaults);
  const value = useMemo(() => ({ ...preferences, change: write }), [preferences]);
  return <Context value={value}>{children}</Context>;
}

export const usePreferences = (): PreferencesContext => useContext(Context);

/** The zone that every time on the page is shown in. */
export function useTimeZone(): TimeZone {
  const inBrowser = useInBrowser();
  const { zone } = usePreferences();
  if (!inBrowser) return null;
  return zone === "utc" ? "UTC" : undefined;
}
