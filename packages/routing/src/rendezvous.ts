import type { Replica } from "@plumbline/contracts/gateway-snapshot";

/** Rendezvous hashing: when a replica goes, only what was its own moves. Weights as logarithmic scores. */
export function rendezvous<C extends { replica: Replica }>(
  key: string,
  candidates: readonly C[],
): C | undefined {
  let best: C | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const uniform = (hashOf(`${key}\0${candidate.replica.id}`) + 0.5) / 2 ** 32;
    const score = candidate.replica.weight / -Math.log(uniform);
    if (score <= highest) continue;
    highest = score;
    best = candidate;
  }
  return best;
}

/** FNV-1a, then mixed (murmur3's finaliser), since the tail of a short text moves FNV's high bits little. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
