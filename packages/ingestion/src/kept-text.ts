/** So much of a refused event is kept. */
const maxCharacters = 1024 * 1024;

/** What is kept of a refused event, and how much there was when that is only its beginning. */
export function keptText(text: string): { raw: string; rawSize?: number } {
  return text.length <= maxCharacters
    ? { raw: text }
    : { raw: text.slice(0, maxCharacters), rawSize: text.length };
}
