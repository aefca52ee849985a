import { unquote } from "./quote.ts";

interface Place {
  /** Positions in the text, half-open, in UTF-16 code units. */
  from: number;
  to: number;
}

export interface Mark extends Place {
  kind: "open" | "close" | "and" | "or" | "not" | "minus";
}

/** `model:` or `metadata."odd key":`, with its colon. */
export interface FieldToken extends Place {
  kind: "field";
  name: string;
  key: string | null;
}

/** A word, or what stands in quotes, with the signs around it: `>2s`, `*"some words"*`. */
export interface Operand extends Place {
  kind: "operand";
  /** As typed. */
  text: string;
  /** In quotes: `before` and `after` are the signs around them; otherwise null. */
  quoted: { before: string; value: string; after: string; closed: boolean } | null;
  /** It follows the colon of a field. */
  isValue: boolean;
}

export type Token = Mark | FieldToken | Operand;

const fieldPattern = /([A-Za-z_][\w-]*)(?:\.(?:("(?:[^"\\]|\\.)*")|([^\s:"()]+)))?:/sy;
const barePattern = /[^\s"()]+/y;
const quotedPattern = /"((?:[^"\\]|\\.)*)("?)(\*?)/sy;
const beforeQuote = /^(?:>=?|<=?|\*)?$/;
const keywords = { AND: "and", OR: "or", NOT: "not" } as const;

/** Every character that is not white space is in one token; nothing is refused here. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    const token = readToken(text, at, tokens.at(-1));
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function readToken(text: string, from: number, previous: Token | undefined): Token {
  const isGlued = previous?.to === from;
  const isValue = isGlued && previous.kind === "field";
  const char = text.charAt(from);
  if (char === "(") return { kind: "open", from, to: from + 1 };
  if (char === ")") return { kind: "close", from, to: from + 1 };
  if (!isValue) {
    const startsTerm = !(isGlued && previous.kind === "operand");
    if (char === "-" && startsTerm && /^[^\s)-]/.test(text.slice(from + 1, from + 2)))
      return { kind: "minus", from, to: from + 1 };
    const field = match(fieldPattern, text, from);
    if (field) {
      const [all, name = "", quotedKey, bareKey] = field;
      const key = quotedKey === undefined ? (bareKey ?? null) : unquote(quotedKey.slice(1, -1));
      return { kind: "field", from, to: from + all.length, name, key };
    }
  }
  return readOperand(text, from, isValue);
}

function readOperand(text: string, from: number, isValue: boolean): Mark | Operand {
  const before = match(barePattern, text, from)?.[0] ?? "";
  const quoted = beforeQuote.test(before) ? match(quotedPattern, text, from + before.length) : null;
  if (quoted) {
    const [all, value = "", end, after = ""] = quoted;
    const to = from + before.length + all.length;
    return {
      kind: "operand",
      from,
      to,
      text: text.slice(from, to),
      quoted: { before, value: unquote(value), after, closed: end !== "" },
      isValue,
    };
  }
  const to = from + before.length;
  if (!isValue && isKeyword(before)) return { kind: keywords[before], from, to };
  return { kind: "operand", from, to, text: before, quoted: null, isValue };
}

function isKeyword(word: string): word is keyof typeof keywords {
  return Object.hasOwn(keywords, word);
}

function match(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
