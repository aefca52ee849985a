"use client";

import type { Completion, CompletionItem, WantedValues } from "@plumbline/filters/complete";
import { writeKey, writeValue } from "@plumbline/filters/quote";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useSettled } from "../../components/use-settled.ts";
import type { FieldValue, LoadValues } from "./load-values.ts";

export interface ListedItem extends CompletionItem {
  label: string;
  /** How often the value occurs; null where that is unknown, or nothing to count. */
  count: number | null;
}

interface CompletionOptions {
  projectId: string;
  text: string;
  caret: number;
  enabled: boolean;
  loadValues: LoadValues;
}

const typingPauseMs = 120;
const freshForMs = 15_000;

/** What may stand at the caret, with the values that the project has. */
export function useCompletion({ projectId, text, caret, enabled, loadValues }: CompletionOptions) {
  const complete = useCompleteQuery(enabled);
  const completion = useMemo(() => complete?.(text, caret) ?? nothingAt(caret), [complete, text, caret]);
  const wanted = enabled ? completion.wanted : null;
  const asked = useSettled(wanted, typingPauseMs);
  const isSettled = wanted !== null && isSameQuestion(asked, wanted) && asked?.prefix === wanted.prefix;
  const query = useQuery({
    queryKey: ["query bar", projectId, asked],
    queryFn: async () => {
      if (asked === null) return null;
      return { asked, values: await loadValues(asked.field, asked.prefix, asked.key) };
    },
    enabled: isSettled,
    staleTime: freshForMs,
    retry: false,
    placeholderData: keepPreviousData,
  });
  // Until the answer is there, what of the last one still fits.
  const { data } = query;
  const values = useMemo(() => {
    if (!data || !wanted || !isSameQuestion(data.asked, wanted)) return null;
    const start = wanted.prefix.toLowerCase();
    return data.values.filter(({ value }) => value.toLowerCase().startsWith(start));
  }, [data, wanted]);
  const items = useMemo(() => listItems(completion, values ?? []), [completion, values]);
  const isWaiting = wanted !== null && items.length === 0 && (!isSettled || query.isFetching);
  const hasFailed = isSettled && query.isError && items.length === 0;
  const note = hasFailed ? "The values could not be loaded; type one." : isWaiting ? "Loading values…" : null;
  return { completion, items, note };
}

type CompleteQuery = (text: string, caret: number) => Completion;

/** The page starts without the code that completes. */
function useCompleteQuery(enabled: boolean): CompleteQuery | null {
  const [complete, setComplete] = useState<CompleteQuery | null>(null);
  useEffect(() => {
    if (!enabled || complete) return;
    // Failing, the bar is without completion, and the next time it is asked for again.
    import("@plumbline/filters/complete").then(
      ({ completeQuery }) => setComplete(() => completeQuery),
      () => undefined,
    );
  }, [enabled, complete]);
  return complete;
}

const nothingAt = (caret: number): Completion => ({
  from: caret,
  to: caret,
  typed: "",
  items: [],
  wanted: null,
});

function isSameQuestion(a: WantedValues | null, b: WantedValues): boolean {
  return a !== null && a.what === b.what && a.field === b.field && a.key === b.key;
}

function listItems({ items, wanted }: Completion, values: readonly FieldValue[]): ListedItem[] {
  const counts = new Map(values.map(({ value, count }) => [value, count]));
  const listed = items.map((item) => ({
    ...item,
    label: item.insert,
    count: counts.get(item.insert) ?? null,
  }));
  // Of a closed set the values stand there already.
  if (wanted === null || items.length > 0) return listed;
  return values.map(({ value, count }) => ({
    kind: "value",
    insert: wanted.what === "keys" ? writeKey(value) + wanted.suffix : writeValue(value),
    open: wanted.suffix !== "",
    detail: "",
    label: value,
    count,
  }));
}
