import type { Clock } from "@plumbline/runtime/clock";

/** Stands still until it is told to advance. */
export class FakeClock implements Clock {
  private now = Date.parse("2026-03-01T12:00:00Z");

  nowMs(): number {
    return this.now;
  }

  nowUs(): number {
    return this.now * 1000;
  }

  advance(durationMs: number): void {
    this.now += durationMs;
  }
}
