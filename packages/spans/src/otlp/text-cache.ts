import type { TextSlicer } from "../text-slicer.ts";

const slotCount = 8192;
const maxCachedBytes = 48;

/**
 * Gives back the same string for the same ASCII bytes, which spares a trip into native code and makes
 * later map look-ups compare by identity. Fixed in size: a newcomer takes the slot of an older string.
 */
export class TextCache {
  readonly #slots: string[] = Array.from({ length: slotCount }, () => "");

  read(bytes: Uint8Array, start: number, end: number, text: TextSlicer): string {
    const length = end - start;
    if (length > maxCachedBytes) return text.utf8(bytes, start, end);
    let hash = length;
    let seen = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      hash = (Math.imul(hash, 31) + byte) | 0;
      seen |= byte;
    }
    if (seen >= 0x80) return text.utf8(bytes, start, end);
    const slot = (hash ^ (hash >>> 15)) & (slotCount - 1);
    const known = this.#slots[slot] ?? "";
    if (known.length === length && isSame(known, bytes, start)) return known;
    const fresh = text.utf8(bytes, start, end);
    this.#slots[slot] = fresh;
    return fresh;
  }
}

function isSame(known: string, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < known.length; index++) {
    if (known.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
