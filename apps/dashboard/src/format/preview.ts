const contentPattern = /"(?:content|text)"\s*:\s*"((?:[^"\\]|\\.)*)/g;
const escapes: Record<string, string> = { n: " ", r: " ", t: " ", b: "", f: "" };

/**
 * The words in a preview that is the cut-off beginning of JSON, where a parser has nothing to parse: the
 * last text of a message. Anything else stays as it is.
 */
export function readablePreview(preview: string | null): string | null {
  if (preview === null) return null;
  const trimmed = preview.trim();
  if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) return oneLine(preview);
  const texts = [...trimmed.matchAll(contentPattern)].map((match) => unescape(match[1] ?? ""));
  return texts.findLast((text) => text !== "") ?? oneLine(preview);
}

function unescape(text: string): string {
  const plain = text.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/g, (_all, code: string) =>
    code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  );
  return oneLine(plain);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
