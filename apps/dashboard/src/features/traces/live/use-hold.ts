"use client";

import { type RefObject, useEffect, useState } from "react";

interface HoldOptions {
  scroller: RefObject<HTMLElement | null>;
  /** Rows are selected, or a trace is open beside the list. */
  busy: boolean;
  onHold: (held: boolean) => void;
}

/** A little is no scrolling: a finger that rests moves that far. */
const atTopPx = 8;

/** Whether the reader does something with the list: then nothing may move under their hands. */
export function useHold({ scroller, busy, onHold }: HoldOptions): void {
  const [scrolled, setScrolled] = useState(false);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    const ending = new AbortController();
    const on = (name: string, run: (event: Event) => void) =>
      list.addEventListener(name, run, { passive: true, signal: ending.signal });
    const measure = () => setScrolled(list.scrollTop > atTopPx);
    measure();
    on("scroll", measure);
    on("pointerenter", () => setPointed(true));
    on("pointermove", () => setPointed(true));
    on("pointerleave", () => setPointed(false));
    on("focusin", () => setFocused(true));
    on("focusout", () => setFocused(list.matches(":focus-within")));
    return () => ending.abort();
  }, [scroller]);
  const held = busy || scrolled || pointed || focused;
  useEffect(() => {
    onHold(held);
    return () => onHold(false);
  }, [held, onHold]);
}
