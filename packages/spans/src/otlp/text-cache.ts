import type { TextSlicer } from "../text-slicer.ts";

const slotCount = 8192;
const maxCachedBytes = 48;

/**
 * Gives back the same string for the same ASCII bytes, which spares a trip into native code and makes
 * later map look-ups compare by identity. Text beyond ASCII never equals its bytes, so it is read anew.
 * Fixed in size: a newcomer takes the slot of an older string.
 */
export class TextCache {
  readonly #slots: string[] = Array.from({ length: slotCount }, () => "");

  read(bytes: Uint8Array, start: number, end: number, text: TextSlicer): string {
    const length = end - start;
    if (length > maxCachedBytes) return text.utf8(bytes, start, end);
    let hash = length;
    for (let at = start; at < end; at++) {
      hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    }
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
