"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CutText, Span, SpanText } from "../../../trpc/types.ts";
import { useTraceSource } from "../trace-source.tsx";
import { type Chat, isObject } from "./chat.ts";
import { parseChat, parseInstructions } from "./parse-chat.ts";
import { parseJson } from "./parse-json.ts";
import type { ToolContext } from "./tool-call.tsx";
import { assignToolSpans } from "./tool-spans.ts";
import { matchTools, parseToolDefinitions } from "./tools.ts";

/** Texts up to this are loaded whole by themselves. */
const autoLoadBytes = 1024 * 1024;

const fields = [
  { field: "systemInstructions", title: "System instructions" },
  { field: "input", title: "Input" },
  { field: "output", title: "Output" },
  { field: "toolDefinitions", title: "Tool definitions" },
] as const;
type Field = (typeof fields)[number]["field"];

/** One text with what could be read out of it. */
export interface ReadText {
  field: Field;
  title: string;
  text: string;
  isWhole: boolean;
  /** Of the whole text. */
  bytes: number;
  isLoading: boolean;
  isJson: boolean;
  chat: Chat | null;
  parsed: unknown;
  /** Where the whole text can be had. */
  url: string;
}

/** The texts of one of the spans as they are shown, and which of its calls and results belong together. */
export function useSpanTexts(span: Span, spans: readonly Span[], texts: SpanText | undefined) {
  const instructions = useReadText(span, "systemInstructions", texts);
  const input = useReadText(span, "input", texts);
  const output = useReadText(span, "output", texts);
  const definitions = useReadText(span, "toolDefinitions", texts);
  const shown = [instructions, input, output, definitions].filter((text) => text !== null);
  return { shown, tools: useToolContext(span, spans, [input, output], definitions) };
}

function useReadText(span: Span, field: Field, texts: SpanText | undefined): ReadText | null {
  const url = useTraceSource().downloadUrl({ span: span.spanId, field });
  const cut: CutText | null = texts?.[field] ?? null;
  const mayLoad = cut !== null && !cut.complete && cut.bytes <= autoLoadBytes;
  const whole = useQuery({
    queryKey: ["whole-text", url],
    queryFn: ({ signal }) => fetchText(url, signal),
    enabled: mayLoad,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  const text = whole.data ?? cut?.text ?? "";
  const isWhole = whole.data !== undefined || cut?.complete === true;
  const parsed = useMemo(() => (isWhole ? parseJson(text) : undefined), [text, isWhole]);
  const chat = useMemo(() => {
    if (parsed === undefined) return null;
    return field === "systemInstructions" ? parseInstructions(parsed) : parseChat(parsed);
  }, [parsed, field]);
  if (cut === null) return null;
  return {
    field,
    title: fields.find((entry) => entry.field === field)?.title ?? field,
    text,
    isWhole,
    bytes: cut.bytes,
    isLoading: whole.isLoading,
    // What is cut may still be read as far as it goes.
    isJson: parsed !== undefined || (!isWhole && /^\s*[[{]/.test(text)),
    chat,
    parsed,
    url,
  };
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

function useToolContext(
  span: Span,
  spans: readonly Span[],
  [input, output]: readonly [ReadText | null, ReadText | null],
  definitions: ReadText | null,
): ToolContext {
  const inChat = input?.chat ?? null;
  const outChat = output?.chat ?? null;
  const defined = definitions?.parsed;
  return useMemo(() => {
    const inRequest = inChat?.rest?.tools ?? inChat?.rest?.functions;
    const known = parseToolDefinitions(
      defined ?? (isObject(inRequest) || Array.isArray(inRequest) ? inRequest : null),
    );
    const matched = matchTools([inChat, outChat], known);
    const others = inChat || outChat ? spans : [];
    return { ...matched, spans: assignToolSpans(span, others, [inChat, outChat], matched) };
  }, [span, spans, inChat, outChat, defined]);
}
