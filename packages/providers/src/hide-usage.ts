const mark = Buffer.from('"usage"');

/**
 * A frame of content without the running count that its engine put into it: the member is cut out with
 * its comma, or becomes null. The frame itself when it has none.
 */
export function hideRunningUsage(event: Buffer, how: "cut" | "null"): Buffer {
  for (let at = event.indexOf(mark); at !== -1; at = event.indexOf(mark, at + mark.length)) {
    const colon = skipSpaces(event, at + mark.length);
    if (event[colon] !== 0x3a) continue;
    const start = skipSpaces(event, colon + 1);
    const end = event[start] === 0x7b ? endOfObject(event, start) : -1;
    if (end === -1) continue;
    const cut = how === "cut" ? cutMember(event, at, end) : null;
    return cut ?? Buffer.concat([event.subarray(0, start), Buffer.from("null"), event.subarray(end)]);
  }
  return event;
}

/** null when something else than a comma or a brace stands before it: the start of a line, say. */
function cutMember(event: Buffer, from: number, to: number): Buffer | null {
  let start = from - 1;
  while (event[start] === 0x20) start -= 1;
  if (event[start] === 0x2c) return Buffer.concat([event.subarray(0, start), event.subarray(to)]);
  if (event[start] !== 0x7b) return null;
  const next = skipSpaces(event, to);
  const end = event[next] === 0x2c ? skipSpaces(event, next + 1) : to;
  return Buffer.concat([event.subarray(0, from), event.subarray(end)]);
}

/** Counts hold numbers and objects of numbers: no text, so that braces can simply be counted. */
function endOfObject(event: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < event.length; at++) {
    const byte = event[at];
    if (byte === 0x7b) depth += 1;
    else if (byte === 0x7d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function skipSpaces(event: Buffer, from: number): number {
  let at = from;
  while (event[at] === 0x20) at += 1;
  return at;
}
