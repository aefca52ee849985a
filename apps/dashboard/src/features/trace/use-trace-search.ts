"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSettled } from "../../components/use-settled.ts";
import { findSpans, wordsOf } from "./find-spans.ts";
import type { SpanLayout } from "./layout-spans.ts";
import { useTraceSource } from "./trace-source.tsx";
import type { Found } from "./view-props.ts";

interface TraceSearchOptions {
  layout: SpanLayout;
  typed: string;
}

const typingPauseMs = 180;

/** Spans that match by what their rows know, at once; by their texts, when the server has answered. */
export function useTraceSearch({ layout, typed }: TraceSearchOptions) {
  const source = useTraceSource();
  const settled = useSettled(typed, typingPauseMs);
  const words = useMemo(() => wordsOf(settled), [settled]);
  const texts = useQuery({
    ...source.searchSpans(words),
    enabled: words.length > 0,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const inTexts = texts.isPlaceholderData ? undefined : texts.data;
  const found = useMemo<Found>(() => {
    const matches = new Set<number>();
    if (words.length === 0) return { matches, words };
    const ids = findSpans(layout.spans, words);
    for (const id of inTexts ?? []) ids.add(id);
    for (const { index, span } of layout.nodes) if (ids.has(span.spanId)) matches.add(index);
    return { matches, words };
  }, [layout, words, inTexts]);
  return {
    found,
    searching: words.length > 0 && texts.isFetching,
    failed: words.length > 0 && texts.isError,
    retry: () => void texts.refetch(),
  };
}
