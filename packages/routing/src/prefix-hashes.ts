/** Characters between two marks; the first 16 lie this far apart, then the distance doubles. */
const step = 512;
const evenMarks = 16;
const maxMarks = 32;

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
      if (hashes.length >= maxMarks) return hashes;
      mark += hashes.length < evenMarks ? step : mark;
    }
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  return hashes;
}
