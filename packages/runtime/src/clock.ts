/** Everything that asks for the time receives one of these, so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Microseconds since the epoch, a safe integer. */
  nowUs(): number;
}

/** Wall clock. Microseconds carry millisecond precision: a monotonic offset would drift from the wall. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  nowUs: () => Date.now() * 1000,
};
