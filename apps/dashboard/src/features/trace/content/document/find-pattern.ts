const shortEscapes = new Map([
  ['"', '\\\\"'],
  ["\\", "\\\\\\\\"],
  ["/", "\\\\/"],
  ["\b", "\\\\b"],
  ["\f", "\\\\f"],
  ["\n", "\\\\n"],
  ["\r", "\\\\r"],
  ["\t", "\\\\t"],
]);

/** Finds the words as they are written, upper or lower case; in JSON also where they are escaped. */
export function findPattern(words: string, inJson: boolean): RegExp {
  const units = Array.from(words, (character) => {
    const literal = escapePattern(character);
    if (!inJson || /[A-Za-z0-9 ]/.test(character)) return literal;
    const escapes = [shortEscapes.get(character), unicodeEscape(character)];
    // A quote that stands bare in JSON ends a text; it is part of none.
    const bare = character === '"' || character === "\\" || character < " " ? [] : [literal];
    return `(?:${[...bare, ...escapes].filter((way) => way !== undefined).join("|")})`;
  });
  return new RegExp(units.join(""), "giu");
}

const escapePattern = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** One `\uXXXX` for every UTF-16 unit; hexadecimal digits in either case follow from the flag `i`. */
function unicodeEscape(character: string): string {
  return Array.from({ length: character.length }, (_none, index) => {
    const hex = character.charCodeAt(index).toString(16).padStart(4, "0");
    return `\\\\u${hex}`;
  }).join("");
}

export interface Found {
  /** Positions in the text, ascending; two numbers for each place: start and end. */
  places: Uint32Array;
  count: number;
  /** There are more than were looked for. */
  more: boolean;
}

const maxFound = 100_000;

export function findAll(text: string, pattern: RegExp): Found {
  const places: number[] = [];
  for (const match of text.matchAll(pattern)) {
    if (places.length === 2 * maxFound) {
      return { places: Uint32Array.from(places), count: maxFound, more: true };
    }
    places.push(match.index, match.index + match[0].length);
  }
  return { places: Uint32Array.from(places), count: places.length / 2, more: false };
}
