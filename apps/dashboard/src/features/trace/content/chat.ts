export type ChatPart =
  | { type: "text"; text: string }
  | { type: "reasoning"; text: string }
  | { type: "tool-call"; id: string | null; name: string; arguments: unknown }
  | { type: "tool-result"; id: string | null; name: string | null; result: unknown; isError?: true }
  /** Images, audio and files are named, never fetched. */
  | { type: "media"; kind: string; value: unknown }
  | { type: "json"; value: unknown };

export interface ChatMessage {
  role: string;
  name: string | null;
  parts: ChatPart[];
  /** Fields that no part shows; nothing of what was sent is hidden. */
  rest: Record<string, unknown> | null;
}

export interface Chat {
  messages: ChatMessage[];
  rest: Record<string, unknown> | null;
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first of these fields that is a text. */
export function textOf(source: JsonObject, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = source[key];
    if (typeof value === "string") return value;
  }
  return null;
}

/** The first of these fields that is there at all. */
export function firstOf(source: JsonObject, ...keys: readonly string[]): unknown {
  return keys.map((key) => source[key]).find((value) => value !== undefined && value !== null);
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** What is left of an object when these keys are shown elsewhere; null when nothing is. */
export function restOf(source: JsonObject, shown: readonly string[]): JsonObject | null {
  const entries = Object.entries(source).filter(([key, value]) => !shown.includes(key) && !isNothing(value));
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
