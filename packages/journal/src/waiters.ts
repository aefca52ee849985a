import type { PlumblineError } from "@plumbline/contracts/errors";

interface Waiter {
  wake(): void;
  fail(error: PlumblineError): void;
}

/** Those who wait for the next record. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  /** Resolves at the next wake or when the signal aborts. */
  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const settle = (): void => {
        this.#waiting.delete(waiter);
        signal?.removeEventListener("abort", waiter.wake);
      };
      const waiter: Waiter = {
        wake() {
          settle();
          resolve();
        },
        fail(error) {
          settle();
          reject(error);
        },
      };
      this.#waiting.add(waiter);
      signal?.addEventListener("abort", waiter.wake, { once: true });
    });
  }

  wakeAll(): void {
    for (const waiter of this.#waiting) waiter.wake();
  }

  failAll(error: PlumblineError): void {
    for (const waiter of this.#waiting) waiter.fail(error);
  }
}
