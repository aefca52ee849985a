import type { Clock } from "./clock.ts";

export interface RateWindow {
  count(key: string): void;
  /** Events per second and key over the full seconds of the window; a key once seen stays, at 0. */
  read(): Map<string, number>;
}

interface Ring {
  counts: Float64Array;
  seconds: Float64Array;
}

/** One slot per second and key; a slot that carries another second is stale and counts for nothing. */
export function createRateWindow(clock: Clock, windowSeconds: number): RateWindow {
  const rings = new Map<string, Ring>();
  return {
    count: (key) => {
      let ring = rings.get(key);
      if (ring === undefined) {
        ring = { counts: new Float64Array(windowSeconds), seconds: new Float64Array(windowSeconds) };
        rings.set(key, ring);
      }
      const second = Math.floor(clock.nowMs() / 1000);
      const slot = second % windowSeconds;
      const isCurrent = ring.seconds[slot] === second;
      ring.counts[slot] = isCurrent ? (ring.counts[slot] ?? 0) + 1 : 1;
      ring.seconds[slot] = second;
    },
    read: () => {
      const oldest = Math.floor(clock.nowMs() / 1000) - windowSeconds;
      const rates = new Map<string, number>();
      for (const [key, ring] of rings) {
        let total = 0;
        for (let slot = 0; slot < windowSeconds; slot++) {
          if ((ring.seconds[slot] ?? 0) > oldest) total += ring.counts[slot] ?? 0;
        }
        rates.set(key, total / windowSeconds);
      }
      return rates;
    },
  };
}
