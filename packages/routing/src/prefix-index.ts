/**
 * Which replicas have seen which beginnings of prompts, so that a call can go where its beginning lies in
 * the cache. A guess that costs nothing when wrong: engines evict without telling.
 */
export interface PrefixIndex {
  /** By replica id, how many of the hashes it has seen from the first on. */
  matches(hashes: readonly number[]): Map<string, number>;
  remember(hashes: readonly number[], replicaId: string): void;
  forget(replicaId: string): void;
}

/** Holds the `capacity` beginnings that were used last; a Map keeps them in that order. */
export function createPrefixIndex(capacity = 65_536): PrefixIndex {
  const seen = new Map<number, Set<string>>();
  return {
    matches(hashes) {
      const found = new Map<string, number>();
      for (let index = hashes.length - 1; index >= 0; index--) {
        const hash = hashes[index];
        if (hash === undefined) continue;
        for (const replicaId of seen.get(hash) ?? []) {
          if (!found.has(replicaId)) found.set(replicaId, index + 1);
        }
      }
      return found;
    },
    remember(hashes, replicaId) {
      for (const hash of hashes) {
        const replicas = seen.get(hash) ?? new Set<string>();
        replicas.add(replicaId);
        seen.delete(hash);
        seen.set(hash, replicas);
      }
      for (const oldest of seen.keys()) {
        if (seen.size <= capacity) break;
        seen.delete(oldest);
      }
    },
    forget(replicaId) {
      for (const [hash, replicas] of seen) {
        replicas.delete(replicaId);
        if (replicas.size === 0) seen.delete(hash);
      }
    },
  };
}
