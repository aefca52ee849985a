"use client";

import { useState } from "react";
import { acceptItem } from "./accept-item.ts";
import type { LoadValues } from "./load-values.ts";
import { type ListedItem, useCompletion } from "./use-completion.ts";
import type { useDraft } from "./use-draft.ts";

interface SuggestionOptions {
  projectId: string;
  draft: ReturnType<typeof useDraft>;
  loadValues: LoadValues;
}

/** The list under the bar: open or not, and which item the arrows are at. */
export function useSuggestions({ projectId, draft, loadValues }: SuggestionOptions) {
  const [wantsOpen, setWantsOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const { text, caret } = draft;
  const enabled = wantsOpen && draft.isFocused;
  const { completion, items, note } = useCompletion({ projectId, text, caret, enabled, loadValues });
  const active = chosen < items.length ? chosen : -1;
  const setOpen = (open: boolean) => {
    setWantsOpen(open);
    setChosen(-1);
  };
  return {
    items,
    note,
    active,
    isOpen: enabled && (items.length > 0 || note !== null),
    /** Something of an item was typed already, so that Tab means the first one. */
    hasTyped: completion.typed !== "",
    open: () => setOpen(true),
    close: () => setOpen(false),
    /** Around the end to the start, and the other way. */
    move: (step: 1 | -1) => {
      const count = items.length;
      if (count > 0) setChosen(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    },
    accept: (item: ListedItem) => {
      const accepted = acceptItem(text, completion, item);
      draft.put(accepted.text, accepted.caret);
      setOpen(item.open);
    },
  };
}
