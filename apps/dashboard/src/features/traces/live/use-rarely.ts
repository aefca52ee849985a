"use client";

import { useEffect, useRef, useState } from "react";

/** Follows a value, changing at most once in so long; nothing ("") is followed at once. */
export function useRarely(value: string, everyMs: number): string {
  const [shown, setShown] = useState("");
  const changedAtMs = useRef(0);
  useEffect(() => {
    const waitMs = value === "" ? 0 : Math.max(0, changedAtMs.current + everyMs - Date.now());
    const timer = setTimeout(() => {
      if (value !== "") changedAtMs.current = Date.now();
      setShown(value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return shown;
}
