import { fillSchema } from "./fill-schema.ts";
import type { Directives } from "./read-directives.ts";
import { wordAt } from "./words.ts";

export interface ToolOffer {
  name: string;
  parameters: unknown;
}

/** What a model has to answer to. */
export interface Question {
  /** The last text of the prompt. */
  text: string;
  /** The tool that is about to be called; the answer is its arguments as JSON. */
  tool: string | null;
}

/** What an answer says, in place of words without a meaning; null leaves it to the seed. */
export type Compose = (question: Question) => string | null;

export interface AnswerWish {
  seed: number;
  /** Written for this prompt; tokens are cut from it. */
  composed: string | null;
  /** Follows from the prompt. */
  digest: number;
  directives: Directives;
  /** How long an answer is that nothing else bounds. */
  answerTokens: number;
  maxTokens: number;
  minTokens: number;
  stop: readonly string[];
  /** Called instead of answering in words. */
  tool: ToolOffer | null;
  /** The answer is JSON that fits; undefined when free text is asked for. */
  schema: unknown;
}

export interface Answer {
  /** One token each. With a tool, the fragments of its arguments. */
  pieces: readonly string[];
  tool: { name: string } | null;
  finish: "stop" | "length" | "tool_calls";
  /** The stop sequence that ended it. */
  stoppedBy: string | null;
}

const severalBytes = ["é", " Grüße", " 日本", " 😀", " naïve", " Ω"];

export function planAnswer(wish: AnswerWish): Answer {
  if (wish.tool !== null) return planCall(wish, wish.tool);
  const pieces = wish.schema === undefined ? planWords(wish) : planJson(wish);
  const cut = cutAtStop(pieces, wish.stop);
  if (cut !== null && cut.pieces.length <= wish.maxTokens)
    return { pieces: cut.pieces, tool: null, finish: "stop", stoppedBy: cut.by };
  if (pieces.length > wish.maxTokens)
    return { pieces: pieces.slice(0, wish.maxTokens), tool: null, finish: "length", stoppedBy: null };
  return { pieces, tool: null, finish: "stop", stoppedBy: null };
}

function planWords(wish: AnswerWish): string[] {
  const { seed, digest, directives, answerTokens, maxTokens, minTokens, composed } = wish;
  if (composed !== null) return composed.match(/\s*\S{1,8}|\s+$/g) ?? [];
  const wished = Math.max(directives.tokens ?? answerTokens, minTokens);
  // One more than allowed tells the caller that the answer was longer.
  const count = Math.min(wished, maxTokens + 1);
  const pieces: string[] = [];
  for (let place = 0; place < count; place += 1) {
    if (directives.sequence) pieces.push(` #${place}`);
    else if (directives.utf8) pieces.push(severalBytes[place % severalBytes.length] ?? "é");
    else pieces.push(wordAt(seed, digest, place));
  }
  return pieces;
}

function planCall(wish: AnswerWish, tool: ToolOffer): Answer {
  const filled = fillSchema(tool.parameters ?? { type: "object" }, wish.digest) ?? {};
  return {
    pieces: fragments(wish.composed ?? JSON.stringify(filled)),
    tool: { name: tool.name },
    finish: "tool_calls",
    stoppedBy: null,
  };
}

function planJson(wish: AnswerWish): string[] {
  if (wish.composed !== null) return fragments(wish.composed);
  const filled = fillSchema(wish.schema, wish.digest);
  return fragments(JSON.stringify(filled ?? { answer: wordAt(wish.seed, wish.digest, 0) }));
}

function fragments(text: string): string[] {
  return text.match(/[\s\S]{1,6}/g) ?? [];
}

function cutAtStop(
  pieces: readonly string[],
  stops: readonly string[],
): { pieces: string[]; by: string } | null {
  const text = stops.length === 0 ? "" : pieces.join("");
  let at = -1;
  let by = "";
  for (const stop of stops) {
    const found = stop === "" ? -1 : text.indexOf(stop);
    if (found >= 0 && (at < 0 || found < at)) {
      at = found;
      by = stop;
    }
  }
  if (at < 0) return null;
  const kept: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (length >= at) break;
    kept.push(piece.slice(0, at - length));
    length += piece.length;
  }
  return { pieces: kept, by };
}
