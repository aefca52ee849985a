"use client";

import { useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";

/** `copied` is true for a moment after a copy worked. */
export function useCopied(): { copied: boolean; copy: (text: string) => void } {
  const [copiedAtMs, setCopiedAtMs] = useState(0);
  useEffect(() => {
    if (copiedAtMs === 0) return;
    const timer = setTimeout(() => setCopiedAtMs(0), 1_600);
    return () => clearTimeout(timer);
  }, [copiedAtMs]);
  const copy = (text: string) => {
    void copyText(text).then((worked) => setCopiedAtMs(worked ? Date.now() : 0));
  };
  return { copied: copiedAtMs !== 0, copy };
}
