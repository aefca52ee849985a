/** Tokens of a text that is short enough to be counted at once. */
export type CountPiece = (text: string) => number;

/** Byte pair merging is quadratic in a run without a break. */
const longestRun = 2_048;
const mostCharacters = 1_024 * 1_024;
const charactersPerToken = 4;

/**
 * Tokens of `texts`. A long run is counted in pieces and what lies beyond a mebibyte by its length, so that
 * no text takes more than a few seconds; the same texts always give the same count.
 */
export function countTexts(texts: readonly string[], countPiece: CountPiece): number {
  let tokens = 0;
  let left = mostCharacters;
  for (const text of texts) {
    const counted = text.slice(0, cutBefore(text, left));
    left -= counted.length;
    for (const piece of piecesOf(counted)) tokens += countPiece(piece);
    tokens += Math.ceil((text.length - counted.length) / charactersPerToken);
  }
  return tokens;
}

const tooLongRun = new RegExp(`\\S{${longestRun + 1},}|\\s{${longestRun + 1},}`, "g");

function* piecesOf(text: string): Generator<string> {
  let at = 0;
  for (const match of text.matchAll(tooLongRun)) {
    if (match.index > at) yield text.slice(at, match.index);
    const end = match.index + match[0].length;
    at = match.index;
    while (at < end) {
      const next = Math.min(end, cutBefore(text, at + longestRun));
      yield text.slice(at, next);
      at = next;
    }
  }
  if (at < text.length) yield text.slice(at);
}

/** A place to cut that parts no surrogate pair. */
function cutBefore(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length));
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff ? at - 1 : at;
}
