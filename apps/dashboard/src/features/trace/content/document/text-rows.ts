/** Rows of equal height for a text of any length: its lines, long ones broken after `columns` characters. */
export interface TextRows {
  readonly count: number;
  readonly starts: Uint32Array;
  /** Exclusive; without the line's end. */
  readonly ends: Uint32Array;
  /** From 1; 0 where a row continues the line above. */
  readonly lines: Uint32Array;
}

/** No browser scrolls a page much taller than this many rows of 22 pixels. */
export const maxRows = 700_000;

/** At most `maxRows` of them. */
export function breakIntoRows(text: string, columns: number): TextRows {
  const capacity = countRows(text, columns);
  const rows = {
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
    lines: new Uint32Array(capacity),
  };
  let count = 0;
  forEachRow(text, columns, (start, end, line) => {
    rows.starts[count] = start;
    rows.ends[count] = end;
    rows.lines[count] = line;
    count += 1;
  });
  return { ...rows, count };
}

function countRows(text: string, columns: number): number {
  let count = 0;
  forEachRow(text, columns, () => {
    count += 1;
  });
  return count;
}

function forEachRow(
  text: string,
  columns: number,
  visit: (start: number, end: number, line: number) => void,
) {
  let line = 1;
  let count = 0;
  for (let lineStart = 0; lineStart <= text.length && count < maxRows; line += 1) {
    const found = text.indexOf("\n", lineStart);
    const lineEnd = found < 0 ? text.length : found;
    const shownEnd = lineEnd > lineStart && text.charCodeAt(lineEnd - 1) === 0x0d ? lineEnd - 1 : lineEnd;
    let start = lineStart;
    do {
      const end = endOfRow(text, start, shownEnd, columns);
      visit(start, end, start === lineStart ? line : 0);
      start = end;
      count += 1;
    } while (start < shownEnd && count < maxRows);
    lineStart = lineEnd + 1;
  }
}

function endOfRow(text: string, start: number, lineEnd: number, columns: number): number {
  const end = start + columns;
  if (end >= lineEnd) return lineEnd;
  const code = text.charCodeAt(end - 1);
  // Both halves of a character outside the basic plane stay together.
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}

/** The row that holds a position of the text. */
export function rowAt({ starts, count }: Pick<TextRows, "starts" | "count">, position: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
