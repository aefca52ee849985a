import { type AttributeValue, JsonText } from "../otlp/raw-span.ts";

/** Below it a data URL may stay where it is. */
const shortLength = 1024;
const marker = ";base64,";
const maxTypeLength = 200;

/** The value without the bytes of pictures and files: each becomes a note of what was there and how large. */
export function withoutInlineMedia(value: AttributeValue): AttributeValue {
  if (typeof value === "string") return value.length < shortLength ? value : replaceDataUrls(value);
  if (!(value instanceof JsonText) || value.text.length < shortLength) return value;
  const text = replaceDataUrls(value.text);
  return text === value.text ? value : new JsonText(text);
}

/** Finds `data:<type>;base64,<bytes>` without a pattern, since texts are megabytes long. */
export function replaceDataUrls(text: string): string {
  let at = text.indexOf(marker);
  if (at < 0) return text;
  let kept = "";
  let from = 0;
  for (; at >= 0; at = text.indexOf(marker, at)) {
    const start = text.lastIndexOf("data:", at);
    const bytesStart = at + marker.length;
    let end = bytesStart;
    while (end < text.length && isBase64(text.charCodeAt(end))) end++;
    at = end;
    if (start < from || bytesStart - start > maxTypeLength || end - bytesStart < shortLength) continue;
    const type = text.slice(start + "data:".length, bytesStart - marker.length);
    const bytes = Math.floor(((end - bytesStart) * 3) / 4);
    kept += `${text.slice(from, start)}[${cleanType(type)}, ${bytes} bytes, not stored]`;
    from = end;
  }
  return from === 0 ? text : kept + text.slice(from);
}

/** Letters, digits, plus, slash, equals, and the two of the address-safe alphabet; a backslash before a slash. */
function isBase64(code: number): boolean {
  if (code >= 0x61 && code <= 0x7a) return true;
  if (code >= 0x41 && code <= 0x5a) return true;
  if (code >= 0x2f && code <= 0x39) return true;
  return code === 0x2b || code === 0x3d || code === 0x2d || code === 0x5f || code === 0x5c;
}

function cleanType(type: string): string {
  return /^[\w.+-]+\/[\w.+-]+/.exec(type)?.[0] ?? "data";
}

const longestVector = 32;

/** What came out of an embedding without its vectors; undefined when there were none. */
export function withoutVectors(value: unknown): { value: unknown } | undefined {
  let isFound = false;
  const strip = (item: unknown, key: string, depth: number): unknown => {
    if (depth > 12) return item;
    if (Array.isArray(item)) {
      if (item.length > longestVector && item.every((entry) => typeof entry === "number")) {
        isFound = true;
        return `[${item.length} numbers, not stored]`;
      }
      return item.map((entry) => strip(entry, key, depth + 1));
    }
    if (typeof item === "string") {
      if (key !== "embedding" || item.length < 256) return item;
      isFound = true;
      return `[${item.length} characters of a vector, not stored]`;
    }
    if (typeof item !== "object" || item === null) return item;
    const entries = Object.entries(item).map(
      ([name, entry]) => [name, strip(entry, name, depth + 1)] as const,
    );
    return Object.fromEntries(entries);
  };
  const stripped = strip(value, "", 0);
  return isFound ? { value: stripped } : undefined;
}
