"use client";

import { useEffect } from "react";

/** Names the page after what it shows, once that is known; null leaves its name alone. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = `${title} · Plumbline`;
  }, [title]);
}
