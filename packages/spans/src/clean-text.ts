/// <reference lib="es2024.string" />

/** Replaces NUL and lone surrogates, which ClickHouse, PostgreSQL or JSON readers choke on, by U+FFFD. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes("\0") ? wellFormed.replaceAll("\0", "\uFFFD") : wellFormed;
}

/**
 * JSON text of a parsed JSON value, its texts and keys cleaned. Throws RangeError when the value is
 * nested too deeply for the stack.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  return text.includes("\\u0000") || text.includes("\\ud") ? JSON.stringify(value, cleanEntry) : text;
}

/** Plain text for a string, else JSON text. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return cleanText(value);
  // JSON writes them the same way.
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return `${value}`;
  return jsonText(value);
}

/** The same; undefined for a value that is nested too deeply to be written again. */
export function writableText(value: unknown): string | undefined {
  try {
    return valueText(value);
  } catch {
    return undefined;
  }
}

function cleanEntry(_key: string, value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const cleaned: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of Object.entries(value)) cleaned[cleanText(key)] = entry;
  return cleaned;
}
