import type { QueryProblem } from "./query-problem.ts";
import { quote } from "./quote.ts";
import type { Token } from "./tokens.ts";

export const longestQuery = 4_000;
export const mostClauses = 100;
export const deepestNesting = 32;

/** What makes a query too big to be read at all; null when nothing does. */
export function findExcess(text: string, tokens: readonly Token[]): QueryProblem | null {
  if (text.length > longestQuery) {
    const message = `A query has at most ${longestQuery} characters; this one has ${text.length}.`;
    return { from: longestQuery, to: text.length, message };
  }
  let clauses = 0;
  let depth = 0;
  let negations = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "operand" && !(isWord(token) && isWord(tokens[index - 1]))) clauses++;
    if (token.kind === "open") depth++;
    if (token.kind === "close") depth = Math.max(0, depth - 1);
    negations = token.kind === "not" || token.kind === "minus" ? negations + 1 : 0;
    const { from } = token;
    if (clauses > mostClauses)
      return { from, to: text.length, message: `A query has at most ${mostClauses} conditions.` };
    // One more for the values of one field, since alternatives are written so.
    const isGroup = token.kind === "open" && tokens[index - 1]?.kind === "field";
    if (depth + negations > deepestNesting + (isGroup ? 1 : 0))
      return { from, to: token.to, message: `Parentheses nest at most ${deepestNesting} deep.` };
  }
  return null;
}

/** What is wrong with the words and signs that combine conditions, whatever the conditions say. */
export function findStructureProblems(tokens: readonly Token[]): QueryProblem[] {
  const problems: QueryProblem[] = [];
  const opened: Token[] = [];
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    const next = tokens[index + 1];
    const add = (message: string, { from, to }: { from: number; to: number } = token) =>
      problems.push({ from, to, message });
    const addUnfinished = (message: string) =>
      problems.push({ from: token.from, to: token.to, message, unfinished: true });
    if (token.kind === "open") {
      opened.push(token);
      if (next?.kind === "close")
        add("There is nothing between the parentheses.", { from: token.from, to: next.to });
    } else if (token.kind === "close") {
      if (!opened.pop()) add("This parenthesis closes nothing.");
    } else if (token.kind === "and" || token.kind === "or") {
      const word = token.kind.toUpperCase();
      if (!canEnd(previous)) add(`${word} needs a condition before it.`);
      else if (!canBegin(next)) addUnfinished(`${word} needs a condition after it.`);
    } else if (token.kind === "not" || token.kind === "minus") {
      if (!canBegin(next))
        addUnfinished(`${token.kind === "not" ? "NOT" : "The minus"} needs a condition after it.`);
    } else if (token.kind === "operand") {
      if (token.quoted?.closed === false) addUnfinished("This quote is not closed.");
      const keyword = meantKeyword(previous, token, next);
      if (keyword !== null) problems.push(keywordProblem(token, keyword));
      if (next?.from === token.to && next.kind !== "close")
        add("Put a space here, or all of it in quotes.", { from: token.from, to: next.to });
    }
  }
  for (const token of opened)
    problems.push({
      from: token.from,
      to: token.to,
      message: "This parenthesis is not closed.",
      unfinished: true,
    });
  return problems;
}

export function keywordProblem({ from, to }: Token, word: string): QueryProblem {
  const replacement = word.toUpperCase();
  const message = `Combine with ${replacement} in capitals, or search for the word as ${quote(word)}.`;
  return { from, to, message, replacement };
}

/** "or" between words is a word; beside a condition on a field it was hardly meant as one. */
function meantKeyword(previous: Token | undefined, token: Token, next: Token | undefined): string | null {
  if (!isWord(token) || !/^(?:and|or|not)$/i.test(token.text)) return null;
  const isAfter = previous?.kind === "close" || (previous?.kind === "operand" && previous.isValue);
  const isBefore = next?.kind === "field" || next?.kind === "open" || next?.kind === "minus";
  return isAfter || isBefore ? token.text : null;
}

function isWord(token: Token | undefined): token is Token & { kind: "operand" } {
  return token?.kind === "operand" && token.quoted === null && !token.isValue;
}

function canEnd(token: Token | undefined): boolean {
  return token?.kind === "operand" || token?.kind === "close" || token?.kind === "field";
}

function canBegin(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== "close" && token.kind !== "and" && token.kind !== "or";
}
