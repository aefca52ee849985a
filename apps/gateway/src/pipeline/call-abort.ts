/** Why a call is stopped from outside of its attempts. */
export type AbortReason = "client_closed" | "total_timeout" | "shutdown";

export type AbortListener = (reason: AbortReason) => void;

/** One per call; every phase listens to it. Cheaper than an AbortSignal, and it says why. */
export class CallAbort {
  reason: AbortReason | null = null;
  readonly #listeners: AbortListener[] = [];

  /** Called at once when it fired already. */
  listen(listener: AbortListener): void {
    if (this.reason === null) this.#listeners.push(listener);
    else listener(this.reason);
  }

  unlisten(listener: AbortListener): void {
    const index = this.#listeners.indexOf(listener);
    if (index !== -1) this.#listeners.splice(index, 1);
  }

  /** The first reason stays. */
  fire(reason: AbortReason): void {
    if (this.reason !== null) return;
    this.reason = reason;
    for (const listener of this.#listeners.splice(0)) listener(reason);
  }
}
