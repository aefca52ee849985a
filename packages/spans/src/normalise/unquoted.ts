import { tryParseJson } from "../parsed-json.ts";

/** Some SDKs write every text as JSON, with quotes; others do not. */
export function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  const parsed = tryParseJson(text);
  return typeof parsed === "string" ? parsed : text;
}
