"use client";

import { type RefObject, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

/** As Tailwind's container sizes, in pixels. */
const stepsPx = { md: 448, lg: 512, xl: 576, "2xl": 672, "3xl": 768, "4xl": 896 } as const;

export const unknownSize = "unknown";

/** The steps that a width reaches: "md lg xl"; "none" below the first. */
export function sizesOf(widthPx: number): string {
  const reached = Object.entries(stepsPx).filter(([, fromPx]) => widthPx >= fromPx);
  return reached.map(([name]) => name).join(" ") || "none";
}

/**
 * What the variants `pane-…` and `frame-…` of globals.css ask, for an attribute of the element: container
 * queries would have every row below laid out twice. Before it is known, as on the server, the width of
 * the window tells.
 */
export function useSizes(element: RefObject<HTMLElement | null>): string {
  const [sizes, setSizes] = useState(unknownSize);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    // It is called between the layout and the painting of a frame, the first time as well: nothing moves in
    // a pane that the browser itself renders, and no layout is forced within the task that rendered it.
    const observer = new ResizeObserver(() => {
      const next = sizesOf(current.clientWidth);
      flushSync(() => setSizes(next));
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return sizes;
}
