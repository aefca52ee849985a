"use client";

import { type RefObject, useEffect, useRef } from "react";
import { recallList, rememberList } from "./list-memory.ts";

/**
 * Coming back to the list brings back where it was scrolled to and the row that was opened. Returns the
 * ref of the element that scrolls; `ready` once its rows are there.
 */
export function useListMemory(ready: boolean): RefObject<HTMLDivElement | null> {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!ready || !element) return;
    const remembered = recallList();
    if (remembered) {
      element.scrollTop = remembered.scrollTop;
      const row =
        remembered.openedHref && element.querySelector(`a[href="${CSS.escape(remembered.openedHref)}"]`);
      if (row instanceof HTMLElement) row.focus({ preventScroll: true });
    }
    const onClick = ({ target }: MouseEvent) => {
      const link = target instanceof Element ? target.closest("[data-row-link]") : null;
      rememberList(element.scrollTop, link?.getAttribute("href") ?? null);
    };
    rememberList(element.scrollTop, remembered?.openedHref ?? null);
    element.addEventListener("click", onClick, { capture: true });
    return () => element.removeEventListener("click", onClick, { capture: true });
  }, [ready]);
  return scroller;
}
