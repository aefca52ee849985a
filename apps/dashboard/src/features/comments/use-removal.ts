"use client";

import { useEffect, useRef, useState } from "react";

const undoMs = 6_000;

/**
 * Puts a removal off for a few seconds, in which it can be undone. Whoever leaves before has not undone it:
 * it happens then.
 */
export function useRemoval(remove: () => void) {
  const [pending, setPending] = useState(false);
  const undone = useRef(false);
  const latest = useRef(remove);
  useEffect(() => {
    latest.current = remove;
  });
  useEffect(() => {
    if (!pending) return;
    undone.current = false;
    const timer = setTimeout(() => setPending(false), undoMs);
    return () => {
      clearTimeout(timer);
      if (!undone.current) latest.current();
    };
  }, [pending]);
  const undo = () => {
    undone.current = true;
    setPending(false);
  };
  return { pending, begin: () => setPending(true), undo };
}
