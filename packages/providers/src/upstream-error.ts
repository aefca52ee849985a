import { isObject } from "./read-usage.ts";

/** What an upstream says of its failure, in the words of any dialect. */
export interface UpstreamError {
  message: string;
  type?: string;
  code?: string;
}

const maxCharacters = 1_000;

/** Of a parsed body or frame: `{error: {…}}`, `{error: "…"}`, `{message}`, `{detail}`; null for anything else. */
export function readUpstreamError(body: unknown): UpstreamError | null {
  if (!isObject(body)) return null;
  const error = body.error ?? (isObject(body.response) ? body.response.error : undefined);
  if (typeof error === "string") return { message: cut(error) };
  const source = isObject(error) ? error : body.type === "error" || !("error" in body) ? body : null;
  if (source === null) return null;
  const text = source.message ?? source.detail ?? source.error;
  if (text === undefined || text === null) return null;
  const found: UpstreamError = { message: cut(typeof text === "string" ? text : JSON.stringify(text)) };
  if (typeof source.type === "string") found.type = cut(source.type);
  if (typeof source.code === "string" || typeof source.code === "number")
    found.code = cut(String(source.code));
  return found;
}

function cut(text: string): string {
  return text.length > maxCharacters ? `${text.slice(0, maxCharacters - 1)}…` : text;
}
