import { PlumblineError } from "@plumbline/contracts/errors";
import type { Clock } from "@plumbline/runtime/clock";

const windowMs = 15 * 60_000;
const capacity = 50_000;

interface Attempts {
  count: number;
  startedAtMs: number;
}

/** Failures per key, in the memory of one process, in windows of 15 minutes. */
export class AttemptLimit {
  private readonly attempts = new Map<string, Attempts>();
  private readonly maxFailures: number;

  constructor(maxFailures: number) {
    this.maxFailures = maxFailures;
  }

  /**
   * Counts an attempt before it is checked, so that parallel guesses count too. Throws `rate_limited`
   * with details.retryAfterMs when too many failed.
   */
  begin(key: string, clock: Clock): void {
    const nowMs = clock.nowMs();
    const before = this.attempts.get(key);
    const isOpen = before !== undefined && nowMs - before.startedAtMs < windowMs;
    if (isOpen && before.count >= this.maxFailures) {
      const retryAfterMs = before.startedAtMs + windowMs - nowMs;
      throw new PlumblineError("rate_limited", { details: { retryAfterMs } });
    }
    this.attempts.delete(key);
    this.attempts.set(
      key,
      isOpen ? { ...before, count: before.count + 1 } : { count: 1, startedAtMs: nowMs },
    );
    if (this.attempts.size > capacity) {
      const [oldest] = this.attempts.keys();
      if (oldest !== undefined) this.attempts.delete(oldest);
    }
  }

  succeed(key: string): void {
    this.attempts.delete(key);
  }
}
