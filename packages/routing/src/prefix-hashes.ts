/** Of ordinary text; an estimate is enough, as for the prompt as a whole. */
export const charactersPerToken = 4;

/** Characters between two marks; beyond the first 16 they lie a sixteenth of their place apart. */
const step = 256;
const evenMarks = 16;
const maxMarks = 96;

/** Where each mark lies: a beginning is known to a sixteenth of its length, however long it is. */
const marks: readonly number[] = layMarks();

function layMarks(): number[] {
  const places: number[] = [];
  for (let place = step; places.length < maxMarks; ) {
    places.push(place);
    place += Math.max(step, Math.floor(place / evenMarks));
  }
  return places;
}

/** Characters from the beginning to the mark of so many hashes. */
export function charactersTo(hashes: number): number {
  return hashes <= 0 ? 0 : (marks[Math.min(hashes, maxMarks) - 1] ?? 0);
}

/**
 * Hashes of the beginnings of a prompt, shortest first, each over everything before its mark (FNV-1a, 32
 * bits). Two prompts share a hash when they share that beginning. A prompt shorter than a mark has none:
 * there is little to save. The seed keeps pools and tenants apart.
 */
export function prefixHashes(parts: Iterable<string>, seed: number): number[] {
  const hashes: number[] = [];
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  let seen = 0;
  let mark = step;
  for (const part of parts) {
    for (let index = 0; index < part.length; index++) {
      hash = Math.imul(hash ^ part.charCodeAt(index), 0x01000193);
      seen += 1;
      if (seen < mark) continue;
      hashes.push(hash >>> 0);
      const next = marks[hashes.length];
      if (next === undefined) return hashes;
      mark = next;
    }
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  return hashes;
}
