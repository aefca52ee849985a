import type { Answer } from "../text/plan-answer.ts";

export interface Usage {
  promptTokens: number;
  completionTokens: number;
  /** Null when the server does not tell. */
  cachedTokens: number | null;
}

export interface Heading {
  id: string;
  created: number;
  model: string;
}

/** How one endpoint writes an answer. Frames are whole events with their blank line. */
export interface Shape {
  /** Before the first token of a choice. */
  open(index: number, answer: Answer): string;
  /** A token, or several in one; `usage` is JSON or empty. */
  piece(index: number, text: string, answer: Answer, usage: string): string;
  finish(index: number, answer: Answer, usage: string, total: Usage): string;
  /** The frame that carries usage alone; empty when the endpoint has none. */
  usage(usage: Usage): string;
  done: string;
  full(answers: readonly Answer[], usage: Usage): unknown;
}

export function usageJson({ promptTokens, completionTokens, cachedTokens }: Usage): string {
  const details = cachedTokens === null ? "" : `,"prompt_tokens_details":{"cached_tokens":${cachedTokens}}`;
  return (
    `{"prompt_tokens":${promptTokens},"total_tokens":${promptTokens + completionTokens},` +
    `"completion_tokens":${completionTokens}${details}}`
  );
}

export function usageObject({ promptTokens, completionTokens, cachedTokens }: Usage): unknown {
  return {
    prompt_tokens: promptTokens,
    total_tokens: promptTokens + completionTokens,
    completion_tokens: completionTokens,
    prompt_tokens_details: cachedTokens === null ? null : { cached_tokens: cachedTokens },
  };
}

/** JSON text without its quotes. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

export const textOfAnswer = (answer: Answer): string => answer.pieces.join("");
