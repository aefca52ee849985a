import { setImmediate as nextTurn } from "node:timers/promises";
import { PlumblineError } from "@plumbline/contracts/errors";

const quote = 0x22;
const backslash = 0x5c;
/** Between two turns of the event loop at most so much is scanned (well below a millisecond). */
const scanBytes = 256 * 1024;

/** Parses a body after its nesting was checked on the bytes. Throws `too_deep` and `invalid_request`. */
export async function parseJson(bytes: Buffer, maxDepth: number): Promise<unknown> {
  for (const _turn of checkDepth(bytes, maxDepth)) await nextTurn();
  const isLarge = bytes.length > scanBytes;
  const text = bytes.toString("utf8");
  if (isLarge) await nextTurn();
  try {
    const parsed: unknown = JSON.parse(text);
    if (isLarge) await nextTurn();
    return parsed;
  } catch {
    throw new PlumblineError("invalid_request", { message: "The body is not valid JSON." });
  }
}

/** Counts brackets outside strings; says nothing about whether the JSON is otherwise valid. */
export function* checkDepth(bytes: Buffer, maxDepth: number): Generator<void> {
  let depth = 0;
  let nextYield = scanBytes;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === quote) {
      index = endOfString(bytes, index);
      if (index === -1) return;
    } else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > maxDepth) throw new PlumblineError("too_deep", { details: { maxDepth } });
    } else if (byte === 0x5d || byte === 0x7d) {
      depth -= 1;
    }
    if (index >= nextYield) {
      nextYield = index + scanBytes;
      yield;
    }
  }
}

/** Index of the closing quote, -1 when there is none. */
function endOfString(bytes: Buffer, start: number): number {
  for (let end = bytes.indexOf(quote, start + 1); end !== -1; end = bytes.indexOf(quote, end + 1)) {
    let before = end - 1;
    while (bytes[before] === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
}
