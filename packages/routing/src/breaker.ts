import type { Pool } from "@plumbline/contracts/gateway-snapshot";

export type BreakerState = "closed" | "open" | "half_open";

export interface Breaker {
  state(nowMs: number): BreakerState;
  succeeded(nowMs: number): void;
  /** Only what tells of a broken upstream: never an answer that blames the request. */
  failed(nowMs: number): void;
}

/**
 * Closed until `failures` in a row, then open for `open_ms`, then half open: a trickle is let through, and
 * `successes` in a row close it while one failure opens it anew.
 */
export function createBreaker(settings: () => Pool["breaker"]): Breaker {
  let failures = 0;
  let successes = 0;
  let openedAtMs: number | null = null;

  const state = (nowMs: number): BreakerState => {
    if (openedAtMs === null) return "closed";
    return nowMs - openedAtMs < settings().open_ms ? "open" : "half_open";
  };
  return {
    state,
    succeeded(nowMs) {
      // What began before it opened says nothing of the upstream as it is now.
      if (state(nowMs) === "open") return;
      failures = 0;
      if (openedAtMs === null) return;
      successes += 1;
      if (successes >= settings().successes) openedAtMs = null;
    },
    failed(nowMs) {
      const now = state(nowMs);
      if (now === "open") return;
      failures += 1;
      if (now === "closed" && failures < settings().failures) return;
      openedAtMs = nowMs;
      successes = 0;
      failures = 0;
    },
  };
}
