/** Tokens per second of the time in which there was work, over the last minute of such time. */
export interface Throughput {
  /** `tokens` were read or written since the last call; `busyMs` of that time there was work. */
  add(tokens: number, busyMs: number): void;
  /** null before five seconds of work were seen. */
  perSecond(): number | null;
}

const windowMs = 60_000;
const enoughMs = 5_000;

/** Old work fades by e per window, so that no ring of buckets is needed. */
export function createThroughput(): Throughput {
  let tokens = 0;
  let busyMs = 0;
  return {
    add(addedTokens, addedBusyMs) {
      const kept = Math.exp(-addedBusyMs / windowMs);
      tokens = tokens * kept + addedTokens;
      busyMs = busyMs * kept + addedBusyMs;
    },
    perSecond: () => (busyMs < enoughMs || tokens === 0 ? null : tokens / (busyMs / 1_000)),
  };
}
