"use client";

import { parseQuery } from "@plumbline/filters/parse-query";
import { useLayoutEffect, useMemo, useRef, useState } from "react";

interface DraftOptions {
  value: string;
  onChange: (text: string) => void;
}

/** A draft over the applied text, which it follows when that changes from outside. */
export function useDraft({ value, onChange }: DraftOptions) {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState({ text: value, basedOn: value });
  const [caret, setCaret] = useState(0);
  const [isFocused, setFocused] = useState(false);
  /** It was to be run, and nothing was typed since. */
  const [wasRefused, setRefused] = useState(false);
  const wantedCaret = useRef<number | null>(null);
  const text = draft.basedOn === value ? draft.text : value;
  const { problems } = useMemo(() => parseQuery(text), [text]);

  useLayoutEffect(() => {
    if (wantedCaret.current === null) return;
    input.current?.focus();
    input.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  });

  return {
    input,
    text,
    caret,
    setCaret,
    isFocused,
    setFocused,
    wasRefused,
    problems,
    isChanged: text !== value,
    type: (next: string, nextCaret: number) => {
      setDraft({ text: next, basedOn: value });
      setCaret(nextCaret);
      setRefused(false);
    },
    /** Like `type`, and moves the caret there. */
    put: (next: string, nextCaret: number) => {
      wantedCaret.current = nextCaret;
      setDraft({ text: next, basedOn: value });
      setCaret(nextCaret);
      setRefused(false);
    },
    restore: () => {
      setDraft({ text: value, basedOn: value });
      setRefused(false);
    },
    apply: (next = text) => {
      const { problems: found } = next === text ? { problems } : parseQuery(next);
      setDraft({ text: next.trim(), basedOn: value });
      setRefused(found.length > 0);
      if (found.length === 0 && next.trim() !== value) onChange(next.trim());
    },
  };
}
