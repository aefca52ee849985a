import type { Filter } from "./filter.ts";
import { findField, nearestField } from "./find-field.ts";
import { normaliseFilter } from "./normalise-filter.ts";
import type { QueryProblem } from "./query-problem.ts";
import { quote, writeField } from "./quote.ts";
import { readValue, type Subject } from "./read-value.ts";
import { readWord } from "./read-word.ts";
import { findExcess, findStructureProblems, keywordProblem, longestQuery } from "./structure-problems.ts";
import { type FieldToken, type Operand, readTokens, type Token } from "./tokens.ts";

export type { QueryProblem } from "./query-problem.ts";

export interface ParsedQuery {
  /**
   * null: everything. With problems it holds only what could be understood: do not run it then, since it
   * finds more than was asked for.
   */
  filter: Filter | null;
  /** In the order of the text. */
  problems: QueryProblem[];
}

interface Reading {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
  readonly problems: QueryProblem[];
}

/** What a value belongs to: nothing (it is a text to search), a field, `has`, or a field that there is not. */
type Scope = ValueScope | "search";
type ValueScope = Subject | "has" | "unknown";

/**
 * The text of the query bar, and of the `q` in an address, as a filter. NOT binds tightest, then AND,
 * which may be left out, then OR. Throws for no text.
 */
export function parseQuery(text: string): ParsedQuery {
  const tokens = text.length > longestQuery ? [] : readTokens(text);
  const excess = findExcess(text, tokens);
  if (excess) return { filter: null, problems: [excess] };
  const reading: Reading = { text, tokens, at: 0, problems: findStructureProblems(tokens) };
  const operands: Filter[] = [];
  while (reading.at < tokens.length) {
    operands.push(...readOr(reading, "search"));
    // Stopped at a parenthesis that closes nothing: that was reported, go on behind it.
    reading.at++;
  }
  return { filter: normaliseFilter({ type: "and", operands }), problems: inOrder(reading.problems) };
}

/** Each of these gives no filter where nothing could be understood, else one. */
function readOr(reading: Reading, scope: Scope): Filter[] {
  const operands = readAnd(reading, scope);
  while (accept(reading, "or")) operands.push(...readAnd(reading, scope));
  return operands.length > 1 ? [{ type: "or", operands }] : operands;
}

function readAnd(reading: Reading, scope: Scope): Filter[] {
  const operands: Filter[] = [];
  let isFirst = true;
  for (;;) {
    const isJoined = accept(reading, "and") || isFirst;
    const token = peek(reading);
    if (!token || token.kind === "or" || token.kind === "close") break;
    if (token.kind === "and") continue;
    if (!isJoined && scope !== "search") askForOr(reading, token);
    isFirst = false;
    operands.push(...readNot(reading, scope, true));
  }
  return operands.length > 1 ? [{ type: "and", operands }] : operands;
}

function readNot(reading: Reading, scope: Scope, joinsWords: boolean): Filter[] {
  if (!accept(reading, "not") && !accept(reading, "minus")) return readPrimary(reading, scope, joinsWords);
  return readNot(reading, scope, false).map((operand) => ({ type: "not", operand }));
}

function readPrimary(reading: Reading, scope: Scope, joinsWords: boolean): Filter[] {
  const token = peek(reading);
  if (!token) return [];
  if (token.kind === "open") return readGroup(reading, scope);
  if (token.kind === "field") return readField(reading, token, scope);
  if (token.kind !== "operand") return [];
  reading.at++;
  if (scope !== "search") return readScoped(reading, token, scope);
  const words = readWordAt(reading, token);
  if (words?.type !== "text" || words.phrase) return words ? [words] : [];
  // Words side by side are one search: all of them in the same place.
  for (let next = peek(reading); joinsWords && next?.kind === "operand"; next = peek(reading)) {
    if (next.quoted) break;
    reading.at++;
    const word = readWordAt(reading, next);
    if (word?.type === "text") words.words += ` ${word.words}`;
  }
  return [words];
}

function readGroup(reading: Reading, scope: Scope): Filter[] {
  reading.at++;
  const inner = readOr(reading, scope);
  accept(reading, "close");
  return inner;
}

function readField(reading: Reading, token: FieldToken, outer: Scope): Filter[] {
  reading.at++;
  const scope: ValueScope = outer === "search" ? resolveField(reading, token) : "unknown";
  if (outer !== "search") {
    const { from, to } = termOf(reading, token);
    const message = "Inside these parentheses stand values only; quotes make this a value.";
    reading.problems.push({ from, to, message, replacement: quote(reading.text.slice(from, to)) });
  }
  const next = peek(reading);
  if (next?.from === token.to && next.kind === "open") return readGroup(reading, scope);
  if (next?.kind === "operand" && next.isValue) {
    reading.at++;
    return readScoped(reading, next, scope);
  }
  if (scope !== "unknown") {
    const name = reading.text.slice(token.from, token.to - 1);
    const message =
      scope === "has" ? "Has what? Name a field." : `What should ${name} be? Write it after the colon.`;
    reading.problems.push({ from: token.from, to: token.to, message, unfinished: true });
  }
  return [];
}

function resolveField(reading: Reading, token: FieldToken): ValueScope {
  const { name, key } = token;
  if (name.toLowerCase() === "has" && key === null) return "has";
  const field = findField(name);
  const nameTo = token.from + name.length;
  if (!field) {
    const meant = nearestField(name);
    const term = termOf(reading, token);
    reading.problems.push(
      meant
        ? {
            from: token.from,
            to: nameTo,
            message: `There is no field "${name}": did you mean ${meant.name}?`,
            replacement: meant.name,
          }
        : {
            ...term,
            message: `There is no field "${name}". Put it in quotes to search for the text.`,
            replacement: quote(reading.text.slice(term.from, term.to)),
          },
    );
    return "unknown";
  }
  const problem = keyProblem({ field, key: key ?? undefined });
  if (problem === null) return { field, key: key ?? undefined };
  reading.problems.push({ from: token.from, to: token.to - 1, message: problem });
  return "unknown";
}

function keyProblem({ field: { name, type }, key }: Subject): string | null {
  if (type === "map")
    return key === undefined
      ? `Which ${name}? Name it: ${name}.${name === "score" ? "helpful" : "plan"}:…`
      : null;
  return key === undefined ? null : `${name} has nothing inside: write ${name}:…`;
}

function readScoped(reading: Reading, operand: Operand, scope: ValueScope): Filter[] {
  if (scope === "unknown") return [];
  if (!operand.quoted && !operand.isValue && /^(?:and|or|not)$/i.test(operand.text)) return [];
  const result = scope === "has" ? readHas(operand) : readValue(scope, operand);
  if (!("message" in result)) return [result];
  reading.problems.push({ from: operand.from, to: operand.to, ...result });
  return [];
}

function readHas({ text }: Operand): Filter | { message: string; replacement?: string } {
  const [, name = "", key] = /^([\w-]+)(?:\.(.+))?$/s.exec(text) ?? [];
  const field = findField(name);
  if (field && field.type !== "flag") {
    const problem = key === undefined ? null : keyProblem({ field, key });
    if (problem !== null) return { message: problem };
    return {
      type: "compare",
      field: field.name,
      ...(key !== undefined && { key }),
      operator: "exists",
      values: [],
    };
  }
  if (field) return { message: `Every trace has it: write ${field.name}:true instead.` };
  const meant = nearestField(name);
  if (!meant) return { message: `There is no field ${quote(text)}.` };
  return {
    message: `There is no field "${name}": did you mean ${meant.name}?`,
    replacement: writeField(meant.name, key),
  };
}

function readWordAt(reading: Reading, operand: Operand): Filter | null {
  const result = readWord(operand);
  if (!("message" in result)) return result;
  reading.problems.push({ from: operand.from, to: operand.to, ...result });
  return null;
}

function askForOr(reading: Reading, token: Token): void {
  const word = reading.text.slice(token.from, token.to);
  const isKeyword = token.kind === "operand" && /^(?:and|or|not)$/i.test(word);
  const previous = reading.tokens[reading.at - 1];
  // The one behind "or" in small letters: that was reported already.
  if (previous?.kind === "operand" && /^(?:and|or|not)$/i.test(previous.text)) return;
  reading.problems.push(
    isKeyword
      ? keywordProblem(token, word)
      : { from: token.from, to: token.to, message: "Write OR between values.", replacement: `OR ${word}` },
  );
}

/** A field with what stands right after its colon. */
function termOf(reading: Reading, token: FieldToken): { from: number; to: number } {
  const next = reading.tokens.find(({ from }) => from === token.to);
  return { from: token.from, to: next?.kind === "operand" ? next.to : token.to };
}

function peek(reading: Reading): Token | undefined {
  return reading.tokens[reading.at];
}

function accept(reading: Reading, kind: Token["kind"]): boolean {
  if (peek(reading)?.kind !== kind) return false;
  reading.at++;
  return true;
}

/** One problem for a place is enough. */
function inOrder(problems: readonly QueryProblem[]): QueryProblem[] {
  const sorted = problems.toSorted((a, b) => a.from - b.from || a.to - b.to);
  return sorted.filter(
    ({ from, to }, index) => from !== sorted[index - 1]?.from || to !== sorted[index - 1]?.to,
  );
}
