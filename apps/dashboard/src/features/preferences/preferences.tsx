"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { useInBrowser } from "../../components/use-in-browser.ts";
import { isTimeZone, type TimeZone } from "../../format/time.ts";
import { rememberZone } from "./zone-cookie.ts";

interface Preferences {
  /** Where every time is shown: "local" is the zone of this machine, "utc" or the IANA name of another. */
  zone: string;
  /** The last zone that was not UTC: where switching back from UTC leads. */
  homeZone: string;
  /** Single-key shortcuts can be switched off for people who trigger them by accident. */
  singleKeys: boolean;
  /** Messages as markdown instead of as they were sent. */
  markdown: boolean;
}

const storageKey = "plumbline.preferences";
const defaults: Preferences = { zone: "local", homeZone: "local", singleKeys: true, markdown: false };
const listeners = new Set<() => void>();
let current: Preferences | undefined;

function read(): Preferences {
  if (current) return current;
  current = defaults;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    if (typeof stored === "object" && stored !== null) {
      current = {
        zone: "zone" in stored && isZone(stored.zone) ? stored.zone : defaults.zone,
        homeZone: "homeZone" in stored && isZone(stored.homeZone) ? stored.homeZone : defaults.homeZone,
        singleKeys: !("singleKeys" in stored && stored.singleKeys === false),
        markdown: "markdown" in stored && stored.markdown === true,
      };
    }
  } catch {
    // Storage may be blocked; the defaults serve.
  }
  return current;
}

/** A zone that this browser does not know would make every time on the page throw. */
function isZone(zone: unknown): zone is string {
  return typeof zone === "string" && (zone === "local" || isTimeZone(zone));
}

function write(changes: Partial<Preferences>): void {
  current = { ...read(), ...changes };
  if (current.zone !== "utc") current.homeZone = current.zone;
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
  /** IANA name that this browser told on an earlier visit; null on its first. */
  rememberedZone: string | null;
  change: (changes: Partial<Preferences>) => void;
}

const Context = createContext<PreferencesContext>({ ...defaults, rememberedZone: null, change: write });

interface PreferencesProviderProps {
  rememberedZone: string | null;
  children: ReactNode;
}

export function PreferencesProvider({ rememberedZone, children }: PreferencesProviderProps) {
  const preferences = useSyncExternalStore(subscribe, read, () => defaults);
  useEffect(() => rememberZone(zoneName(preferences.zone)), [preferences.zone]);
  const value = useMemo(
    () => ({ ...preferences, rememberedZone, change: write }),
    [preferences, rememberedZone],
  );
  return <Context value={value}>{children}</Context>;
}

function zoneName(zone: string): string {
  if (zone === "local") return Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === "utc" ? "UTC" : zone;
}

export const usePreferences = (): PreferencesContext => useContext(Context);

/** The zone that every time on the page is shown in. */
export function useTimeZone(): TimeZone {
  const inBrowser = useInBrowser();
  const { zone } = usePreferences();
  if (!inBrowser) return null;
  if (zone === "local") return undefined;
  return zone === "utc" ? "UTC" : zone;
}

/**
 * The same by its name, on the server the one that the browser told last: null only on a first visit. For
 * what is worth being in the document at once; its text may differ in form, so suppress React's warning.
 */
export function useZoneName(): string | null {
  const inBrowser = useInBrowser();
  const { zone, rememberedZone } = usePreferences();
  return inBrowser ? zoneName(zone) : rememberedZone;
}
