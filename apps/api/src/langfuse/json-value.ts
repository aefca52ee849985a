/** Texts are stored as sent: structures as JSON text. Clients of this protocol expect the structure back. */
export function jsonOrText(text: string | null): unknown {
  if (text === null) return null;
  const first = text.charCodeAt(0);
  const looksLikeJson = first === 0x7b || first === 0x5b || first === 0x22;
  return looksLikeJson ? parseOr(text, text) : text;
}

/**
 * Values of metadata: strings as they are, everything else as JSON text. A number comes back as a number
 * only when it prints the same again, so that long ids stay exact.
 */
export function metadataValue(text: string): unknown {
  const value = parseOr(text, text);
  return typeof value === "string" || (typeof value === "number" && String(value) !== text) ? text : value;
}

export function metadataObject(metadata: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).map(([key, text]) => [key, metadataValue(text)]));
}

function parseOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
