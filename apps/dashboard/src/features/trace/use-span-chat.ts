"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Chat } from "./content/chat.ts";
import { parseChat } from "./content/parse-chat.ts";
import { parseJson } from "./content/parse-json.ts";
import { useTraceSource } from "./trace-source.tsx";

/** A row that is only scrolled past is not asked for. */
const lingerMs = 120;

/** What was said in a span, asked for once its row has been on the screen for a moment; null asks for nothing. */
export function useSpanChat(spanId: string | null) {
  const source = useTraceSource();
  const [lingered, setLingered] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLingered(true), lingerMs);
    return () => clearTimeout(timer);
  }, []);
  const query = useQuery({
    ...source.spanText(spanId ?? ""),
    enabled: lingered && spanId !== null,
    staleTime: 60_000,
  });
  const input = useSaid(query.data?.input);
  const output = useSaid(query.data?.output);
  return { query, input, output };
}

interface Said {
  text: string;
  complete: boolean;
  /** Null when it is not a conversation. */
  chat: Chat | null;
}

function useSaid(content: { text: string; complete: boolean } | null | undefined): Said | null {
  return useMemo(() => {
    if (!content) return null;
    const parsed = content.complete ? parseJson(content.text) : undefined;
    const chat = parsed === undefined ? null : parseChat(parsed);
    return { text: content.text, complete: content.complete, chat };
  }, [content]);
}
