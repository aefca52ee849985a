import type { FieldName } from "./fields.ts";
import { allFields, findField, type NamedField } from "./find-field.ts";
import { isMeasureType } from "./measure.ts";
import { type FieldToken, type Operand, readTokens, type Token } from "./tokens.ts";

export interface CompletionItem {
  kind: "field" | "operator" | "value" | "keyword";
  /** Stands instead of the text from `from` to `to`. */
  insert: string;
  /** What follows belongs to it: no space behind it, and completion goes on. */
  open: boolean;
  detail: string;
}

/** Values of a field, or where `what` is "keys" the keys of a map, that begin with the prefix. */
export interface WantedValues {
  what: "values" | "keys";
  field: FieldName;
  key?: string;
  prefix: string;
  /** What has to follow an accepted one. */
  suffix: string;
}

export interface Completion {
  /** What of the text an accepted item replaces, half-open. */
  from: number;
  to: number;
  /** What was typed of it. */
  typed: string;
  items: CompletionItem[];
  /** To be fetched by the caller. */
  wanted: WantedValues | null;
}

/** A field token whose value stands at the caret, or inside whose parentheses it does. */
type Scope = FieldToken | null;

/** What can stand at the caret. An unfinished or wrong text around it does no harm. */
export function completeQuery(text: string, caret: number): Completion {
  const left = readTokens(text.slice(0, caret));
  const last = left.at(-1);
  const touching = last?.to === caret ? last : undefined;
  const outer = scopeAt(left);
  if (touching?.kind === "field") return completeValue(text, caret, touching, null);
  if (touching?.kind === "operand" && touching.isValue) {
    const field = left.at(-2);
    if (field?.kind === "field") return completeValue(text, caret, field, touching);
  }
  const word = touching?.kind === "operand" ? touching : null;
  const before = word || isKeyword(touching) ? left.at(-2) : last;
  if (isKeyword(touching)) return completeTerm(text, caret, touching, before, outer);
  if (outer === null) return completeTerm(text, caret, word, before, outer);
  if (before?.kind === "operand") return completeTerm(text, caret, word, before, outer);
  return completeValue(text, caret, outer, word);
}

function isKeyword(token: Token | undefined): token is Token & { kind: "and" | "or" | "not" } {
  return token?.kind === "and" || token?.kind === "or" || token?.kind === "not";
}

/** The field whose parentheses are open at the end of the tokens. */
function scopeAt(tokens: readonly Token[]): Scope {
  const scopes: Scope[] = [];
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    if (token.kind === "open")
      scopes.push(
        previous?.kind === "field" && previous.to === token.from ? previous : (scopes.at(-1) ?? null),
      );
    if (token.kind === "close") scopes.pop();
  }
  return scopes.at(-1) ?? null;
}

/** The beginning of a condition, or a keyword. */
function completeTerm(
  text: string,
  caret: number,
  word: Token | null,
  before: Token | undefined,
  scope: Scope,
): Completion {
  const start = word?.from ?? caret;
  // A minus of which nothing follows yet is a word to the reader.
  const from = text.slice(start, caret) === "-" ? caret : start;
  const typed = text.slice(from, caret);
  const to = endOfWord(text, caret);
  const [, owner = "", prefix] = /^([A-Za-z_]\w*)\.([^\s]*)$/.exec(typed) ?? [];
  const map = findField(owner);
  if (map?.type === "map" && prefix !== undefined && scope === null)
    return wantKeys(map, { from: from + owner.length + 1, to, prefix, suffix: ":" });
  // An odd key stands in quotes, which are put around it again.
  const [, quotedOwner = "", odd] = /(?:^|[\s(-])(\w+)\."([^"\\]*)$/.exec(text.slice(0, caret)) ?? [];
  const oddMap = findField(quotedOwner);
  if (oddMap?.type === "map" && odd !== undefined && scope === null)
    return wantKeys(oddMap, { from: caret - odd.length - 1, to, prefix: odd, suffix: ":" });
  const follows = before?.kind === "operand" || before?.kind === "close";
  const keywords = follows ? (scope === null ? ["OR", "NOT", "AND"] : ["OR"]) : scope === null ? ["NOT"] : [];
  const items = keywords
    .filter((keyword) => keyword.startsWith(typed) && (typed !== "" || (follows && keyword !== "AND")))
    .map((keyword) => keywordItem(keyword));
  if (scope === null && !typed.startsWith('"')) {
    items.push(...fieldItems(typed, ":"));
    if (typed === "" ? !follows : "has".startsWith(typed.toLowerCase()))
      items.push({ kind: "field", insert: "has:", open: true, detail: "Has any value of a field" });
  }
  return { from, to, typed, items, wanted: null };
}

function completeValue(text: string, caret: number, token: FieldToken, operand: Operand | null): Completion {
  const from = operand?.from ?? caret;
  const typed = operand?.text ?? "";
  const to = operand?.quoted ? endOfQuoted(text, caret, operand) : endOfWord(text, caret);
  const nothing = { from, to, typed, items: [], wanted: null };
  if (token.name.toLowerCase() === "has" && token.key === null) return completeHas(nothing);
  const field = findField(token.name);
  if (!field) return nothing;
  if (isMeasureType(field.type)) return { ...nothing, items: sizeItems(field, typed) };
  if (field.type === "flag") return { ...nothing, items: valueItems(["true", "false"], typed) };
  // A pattern or a comparison is nobody's value.
  if (/^[*<>]/.test(typed) || operand?.quoted?.after === "*") return nothing;
  const prefix = operand?.quoted ? operand.quoted.value : typed;
  const wanted: WantedValues = {
    what: "values",
    field: field.name,
    ...(token.key !== null && { key: token.key }),
    prefix,
    suffix: "",
  };
  return { ...nothing, items: valueItems(field.choices ?? [], prefix), wanted };
}

function completeHas(completion: Completion): Completion {
  const { from, typed } = completion;
  const [, owner = "", prefix] = /^([A-Za-z_]\w*)\.(.*)$/.exec(typed) ?? [];
  const map = findField(owner);
  if (map?.type === "map" && prefix !== undefined)
    return wantKeys(map, { from: from + owner.length + 1, to: completion.to, prefix, suffix: "" });
  const items = fieldItems(typed, "").filter(({ insert }) => insert !== "bookmarked");
  return { ...completion, items };
}

interface KeyRange {
  from: number;
  to: number;
  prefix: string;
  suffix: string;
}

function wantKeys(field: NamedField, { from, to, prefix, suffix }: KeyRange): Completion {
  const wanted: WantedValues = { what: "keys", field: field.name, prefix, suffix };
  return { from, to, typed: prefix, items: [], wanted };
}

/** Names that begin so before those that mean so. */
function fieldItems(typed: string, colon: ":" | ""): CompletionItem[] {
  const start = typed.toLowerCase();
  const rank = ({ name, aliases = [], label }: NamedField) => {
    if (name.startsWith(start)) return 0;
    if (aliases.some((alias) => alias.startsWith(start))) return 1;
    return start.length > 1 && label.toLowerCase().includes(start) ? 2 : 3;
  };
  return allFields
    .filter((field) => rank(field) < 3)
    .toSorted((a, b) => rank(a) - rank(b))
    .map((field) => {
      const ending = field.type === "map" ? "." : colon;
      return { kind: "field", insert: field.name + ending, open: ending !== "", detail: field.label };
    });
}

function valueItems(values: readonly string[], typed: string): CompletionItem[] {
  return values
    .filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()))
    .map((value) => ({ kind: "value", insert: value, open: false, detail: "" }));
}

const examples = {
  duration: { more: ">2s", less: "<500ms", range: "1s..5s" },
  money: { more: ">0.05", less: "<0.01", range: "0.01..0.1" },
  count: { more: ">10k", less: "<500", range: "1k..10k" },
  number: { more: ">0.8", less: "<0.5", range: "0.2..0.8" },
};
const unitNames = { ms: "milliseconds", s: "seconds", m: "minutes", h: "hours" };

/** How to compare; and once a number stands there, in which unit. */
function sizeItems({ type }: NamedField, typed: string): CompletionItem[] {
  if (!isMeasureType(type)) return [];
  const { more, less, range } = examples[type];
  if (typed === "") {
    return [
      { kind: "operator", insert: ">", open: true, detail: `More than, like ${more}` },
      { kind: "operator", insert: ">=", open: true, detail: "At least" },
      { kind: "operator", insert: "<", open: true, detail: `Less than, like ${less}` },
      { kind: "operator", insert: "<=", open: true, detail: "At most" },
      { kind: "operator", insert: range, open: false, detail: "A range with both its ends" },
    ];
  }
  if (type !== "duration" || !/\d$/.test(typed)) return [];
  return Object.entries(unitNames).map(([unit, detail]) => ({
    kind: "value",
    insert: typed + unit,
    open: false,
    detail,
  }));
}

function keywordItem(keyword: string): CompletionItem {
  const details: Record<string, string> = {
    OR: "Either side is enough",
    AND: "Both sides; a space says the same",
    NOT: "All but the next condition",
  };
  return { kind: "keyword", insert: keyword, open: false, detail: details[keyword] ?? "" };
}

/** The rest of the word behind the caret, with its colon if it is a field. */
function endOfWord(text: string, caret: number): number {
  const rest = /^[^\s"():]*:?/.exec(text.slice(caret))?.[0] ?? "";
  return caret + rest.length;
}

/** Behind the closing quote if it is near; a quote farther away may be the beginning of another. */
function endOfQuoted(text: string, caret: number, operand: Operand): number {
  if (operand.quoted?.closed) return caret;
  return caret + (/^[^\s"]*"/.exec(text.slice(caret))?.[0] ?? "").length;
}
