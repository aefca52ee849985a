"use client";

import { usePathname } from "next/navigation";
import { createContext, lazy, type ReactNode, Suspense, useContext, useEffect, useState } from "react";

const loadDialog = () => import("./palette-dialog.tsx");
const PaletteDialog = lazy(async () => ({ default: (await loadDialog()).PaletteDialog }));

const Context = createContext<() => void>(() => undefined);

export const useOpenPalette = () => useContext(Context);

/** Pages for people who are not signed in: there is nothing of theirs to find. */
const withoutPalette = /^\/(sign-in|sign-up|forgot|reset|invite|share)(\/|$)/;

/** Ctrl-K or ⌘-K on every page, also while typing; its code is loaded the first time. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const available = !withoutPalette.test(usePathname());
  const show = () => {
    setAsked(true);
    setOpen(true);
  };

  useEffect(() => {
    if (!available) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!chord || event.key.toLowerCase() !== "k" || event.isComposing) return;
      event.preventDefault();
      setAsked(true);
      setOpen((before) => !before);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [available]);

  return (
    <Context value={show}>
      {children}
      {asked && available && (
        <Suspense>
          <PaletteDialog open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </Context>
  );
}
