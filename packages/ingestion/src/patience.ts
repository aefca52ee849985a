import { setTimeout as sleep } from "node:timers/promises";
import { isRowFault } from "@plumbline/clickhouse/client";
import type { Patience } from "./insert-rows.ts";

const firstDelayMs = 250;
const longestDelayMs = 10_000;

export interface PatienceListener {
  onTrouble(message: string, retryInMs: number): void;
  onRecovered(): void;
}

/** Doubles from 250 ms to 10 s. */
export function backoffMs(attempt: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
}

/**
 * Repeats a call until it succeeds. Only a row's own fault comes out at once; everything else counts as
 * an outage and is waited out for as long as it takes. Ends early only with `signal`, by its AbortError.
 */
export function createPatience(signal: AbortSignal, listener: PatienceListener): Patience {
  return async (call) => {
    for (let attempt = 0; ; attempt++) {
      try {
        const result = await call();
        if (attempt > 0) listener.onRecovered();
        return result;
      } catch (error) {
        if (isRowFault(error)) {
          if (attempt > 0) listener.onRecovered();
          throw error;
        }
        signal.throwIfAborted();
        const delayMs = backoffMs(attempt);
        listener.onTrouble(error instanceof Error ? error.message : String(error), delayMs);
        await sleep(delayMs, undefined, { signal });
      }
    }
  };
}
