const maxCharacters = 50_000;
const maxBrackets = 1_000;
const maxStars = 4_000;
const nestedTooDeep = /^(?:[ \t]*(?:>|[-*+]|\d+\.)){40}/m;

/** Markdown of megabytes, or nested without end, would hold up the page; it is shown as it was sent. */
export function isTame(text: string): boolean {
  if (text.length > maxCharacters || nestedTooDeep.test(text)) return false;
  let brackets = 0;
  let stars = 0;
  for (const character of text) {
    if (character === "[" || character === "<") brackets += 1;
    else if (character === "*" || character === "_" || character === "`" || character === "~") stars += 1;
  }
  return brackets <= maxBrackets && stars <= maxStars;
}
