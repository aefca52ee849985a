import type { Span } from "../../trpc/types.ts";

/** What is typed into the search of a trace, as its words; at most eight. */
export function wordsOf(typed: string): string[] {
  return [...new Set(typed.toLowerCase().split(/\s+/))].filter((word) => word !== "").slice(0, 8);
}

const textOf = (span: Span) =>
  [span.name, span.spanId, span.model, span.modelRequested, span.statusMessage, span.errorClass, span.kind]
    .filter((part) => part !== null)
    .join("\n")
    .toLowerCase();

/** The ids of the spans that have all words in what their rows know of them. */
export function findSpans(spans: readonly Span[], words: readonly string[]): Set<string> {
  const found = new Set<string>();
  if (words.length === 0) return found;
  for (const span of spans) {
    const text = textOf(span);
    if (words.every((word) => text.includes(word))) found.add(span.spanId);
  }
  return found;
}

/** Cuts a text where a word occurs; every second piece is an occurrence, as it is written there. */
export function cutAtWords(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text.split(new RegExp(`(${escaped.join("|")})`, "giu"));
}

/** The match after (or before) a node in the order that is shown; from the last on to the first. */
export function stepMatch(
  order: readonly number[],
  matches: ReadonlySet<number>,
  from: number,
  step: 1 | -1,
): number | null {
  const startAt = Math.max(0, order.indexOf(from));
  for (let offset = 1; offset <= order.length; offset++) {
    const index = order[(startAt + step * offset + order.length) % order.length];
    if (index !== undefined && matches.has(index)) return index;
  }
  return null;
}
