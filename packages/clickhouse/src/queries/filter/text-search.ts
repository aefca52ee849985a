import type { TextSearch } from "@plumbline/filters/filter";
import type { Binder } from "./binder.ts";
import { anyOf } from "./comparison.ts";

/** As ClickHouse's splitByNonAlpha cuts a text: ASCII letters and digits, and everything beyond ASCII. */
const token = /[a-z0-9\u{80}-\u{10ffff}]+/gu;

/** Written without spaces between words: such a run is one token, so its parts are looked for as texts. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

/**
 * A condition on a row of span_io; null for a search without words. A word is found whole and in any
 * case; what looks like several (`lookup_order`) has to stand side by side, as a phrase does.
 */
export function textCondition({ words, phrase }: TextSearch, binder: Binder): string | null {
  const parts = (phrase ? [words] : words.split(/\s+/u)).filter((part) => part.trim() !== "");
  if (parts.length === 0) return null;
  return parts
    .map((part) => anyOf((["input", "output"] as const).map((column) => partCondition(column, part, binder))))
    .join(" AND ");
}

function partCondition(column: "input" | "output", part: string, binder: Binder): string {
  const tokens = part.toLowerCase().match(token) ?? [];
  if (tokens.length === 0 || unspaced.test(part)) {
    return `positionCaseInsensitiveUTF8(${column}, ${binder.text(part)}) > 0`;
  }
  const lowered = `lowerUTF8(${column})`;
  return tokens.length === 1
    ? `hasAllTokens(${lowered}, ${binder.texts(tokens)})`
    : `hasPhrase(${lowered}, ${binder.text(tokens.join(" "))})`;
}
