import { charactersPerToken, charactersTo } from "./prefix-hashes.ts";

/**
 * What lies in the prefix cache of each replica, as far as one can tell from what was sent there: a guess
 * that costs nothing when wrong, since engines evict without telling.
 */
export interface PrefixIndex {
  /** How many of the hashes, from the first on, the replica still has. */
  match(hashes: readonly number[], replicaId: string): number;
  remember(hashes: readonly number[], replicaId: string): void;
  /** What the engine says that its cache holds. */
  limit(replicaId: string, cacheTokens: number): void;
  /** Forgets the others. */
  keep(isKnown: (replicaId: string) => boolean): void;
}

/** Of a replica that does not say: of a small card's cache rather than a large one's. */
const assumedTokens = 131_072;
/** Beyond it an index would cost more than it saves; what an engine says of itself may be anything. */
const mostTokens = 2 ** 24;

interface Cache {
  /** By hash, what its piece takes; a Map keeps them in the order of their last use. */
  pieces: Map<number, number>;
  tokens: number;
  limit: number;
}

export function createPrefixIndex(): PrefixIndex {
  const caches = new Map<string, Cache>();
  const cacheOf = (replicaId: string): Cache => {
    const cache = caches.get(replicaId) ?? { pieces: new Map(), tokens: 0, limit: assumedTokens };
    caches.set(replicaId, cache);
    return cache;
  };
  return {
    match(hashes, replicaId) {
      const pieces = caches.get(replicaId)?.pieces;
      if (pieces === undefined) return 0;
      // Ends go before their beginnings, so that what is there is a beginning: the search may halve.
      let known = 0;
      let unknown = hashes.length + 1;
      while (unknown - known > 1) {
        const middle = (known + unknown) >>> 1;
        if (pieces.has(hashes[middle - 1] ?? Number.NaN)) known = middle;
        else unknown = middle;
      }
      return known;
    },
    remember(hashes, replicaId) {
      const cache = cacheOf(replicaId);
      for (let count = hashes.length; count > 0; count--) {
        const hash = hashes[count - 1];
        if (hash === undefined) continue;
        const size = (charactersTo(count) - charactersTo(count - 1)) / charactersPerToken;
        const before = cache.pieces.get(hash);
        if (before !== undefined) cache.pieces.delete(hash);
        cache.pieces.set(hash, size);
        cache.tokens += size - (before ?? 0);
      }
      evict(cache);
    },
    limit(replicaId, cacheTokens) {
      const cache = cacheOf(replicaId);
      cache.limit = Math.min(cacheTokens, mostTokens);
      evict(cache);
    },
    keep(isKnown) {
      for (const id of caches.keys()) if (!isKnown(id)) caches.delete(id);
    },
  };
}

function evict(cache: Cache): void {
  for (const [hash, size] of cache.pieces) {
    if (cache.tokens <= cache.limit) return;
    cache.pieces.delete(hash);
    cache.tokens -= size;
  }
}
