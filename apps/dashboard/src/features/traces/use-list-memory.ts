"use client";

import { type RefObject, useEffect, useRef } from "react";
import { recallList, rememberList } from "./list-memory.ts";

/**
 * Coming back to the list brings back where it was scrolled to and the row that was opened. Returns the
 * ref of the element that scrolls; `ready` once its rows are there, `question` what they answer.
 */
export function useListMemory(ready: boolean, question: string): RefObject<HTMLDivElement | null> {
  const scroller = useRef<HTMLDivElement>(null);
  const asked = useRef<string | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!ready || !element) return;
    if (asked.current === null) {
      const remembered = recallList();
      if (remembered) {
        element.scrollTop = remembered.scrollTop;
        if (remembered.openedHref !== null) focusLink(element, remembered.openedHref);
      }
      rememberList(element.scrollTop, remembered?.openedHref ?? null);
    } else if (asked.current !== question) {
      element.scrollTop = 0;
      rememberList(0, null);
    }
    asked.current = question;
  }, [ready, question]);
  useEffect(() => {
    const onClick = ({ target }: MouseEvent) => {
      const link = target instanceof Element ? target.closest("[data-row-link], [data-open-trace]") : null;
      if (link) rememberList(scroller.current?.scrollTop ?? 0, link.getAttribute("href"));
    };
    document.addEventListener("click", onClick, { capture: true });
    return () => document.removeEventListener("click", onClick, { capture: true });
  }, []);
  return scroller;
}

/** The row is drawn a moment after the list was scrolled to where it is. */
function focusLink(list: HTMLElement, href: string, framesLeft = 5): void {
  const link = list.querySelector<HTMLElement>(`[data-row-link][href="${CSS.escape(href)}"]`);
  if (link) link.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusLink(list, href, framesLeft - 1));
}
