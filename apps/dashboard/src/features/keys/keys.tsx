"use client";

import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { usePreferences } from "../preferences/preferences.tsx";
import { matchKey } from "./match-key.ts";

const KeysSheet = lazy(async () => ({ default: (await import("./keys-sheet.tsx")).KeysSheet }));

export interface KeyBinding {
  /** As KeyboardEvent.key names it; of two pressed one after the other "g t". */
  key: string;
  does: string;
  group: "Everywhere" | "Go to" | "List" | "Trace";
  run: (event: KeyboardEvent) => void;
}

interface Registry {
  add: (bindings: () => readonly KeyBinding[]) => () => void;
  openSheet: () => void;
}

const silent: Registry = { add: () => () => undefined, openSheet: () => undefined };
const Context = createContext<Registry>(silent);

/** For a part that stands where others own the keys: what it binds is not bound. */
export function WithoutKeys({ children }: { children: ReactNode }) {
  return <Context value={silent}>{children}</Context>;
}

export const useKeysSheet = () => useContext(Context).openSheet;

/** Binds single keys while the component is there; they also appear in the sheet. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const { add } = useContext(Context);
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => add(() => latest.current), [add]);
}

/** How long the second of two keys may take. */
const secondKeyMs = 1_500;

/** Typing, composing, chords and open menus are none of our business. */
function isForSomebodyElse(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("input, textarea, select")) return true;
  return target.closest("[role=menu], [role=dialog], [role=listbox]") !== null;
}

export function KeysProvider({ children }: { children: ReactNode }) {
  const { singleKeys } = usePreferences();
  const [sheet, setSheet] = useState<readonly KeyBinding[] | null>(null);
  // The code of the sheet is loaded the first time that somebody asks for it.
  const [asked, setAsked] = useState(false);
  const sources = useRef(new Set<() => readonly KeyBinding[]>());

  const registry = useMemo<Registry>(() => {
    const all = () => [...sources.current].flatMap((source) => source());
    return {
      add: (source) => {
        sources.current.add(source);
        return () => sources.current.delete(source);
      },
      openSheet: () => {
        setAsked(true);
        setSheet(all());
      },
    };
  }, []);

  useEffect(() => {
    if (!singleKeys) return;
    let pending: { key: string; untilMs: number } | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isForSomebodyElse(event)) return;
      if (event.key === "?") {
        event.preventDefault();
        registry.openSheet();
        return;
      }
      // A modifier that is held for the second key is not yet that key.
      if (event.key === "Shift") return;
      const first = pending !== null && event.timeStamp < pending.untilMs ? pending.key : null;
      pending = null;
      const match = matchKey(
        [...sources.current].flatMap((source) => source()),
        first,
        event.key,
      );
      if (match === null) return;
      event.preventDefault();
      if ("run" in match) match.run.run(event);
      else pending = { key: match.waitAfter, untilMs: event.timeStamp + secondKeyMs };
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [registry, singleKeys]);

  return (
    <Context value={registry}>
      {children}
      {asked && (
        <Suspense>
          <KeysSheet bindings={sheet} onClose={() => setSheet(null)} />
        </Suspense>
      )}
    </Context>
  );
}
