import { PlumblineError } from "@plumbline/contracts/errors";

/** Bytes that all requests hold at one time. Over the limit a new taker is told to come back. */
export interface BodyBudget {
  /** Throws `unavailable`. */
  take(bytes: number): void;
  give(bytes: number): void;
  heldBytes(): number;
}

export function createBodyBudget(limitBytes: number): BodyBudget {
  let heldBytes = 0;
  return {
    take(bytes) {
      if (heldBytes + bytes > limitBytes) {
        throw new PlumblineError("unavailable", {
          message: "Too many large requests at once.",
          details: { retryAfterSeconds: 1 },
        });
      }
      heldBytes += bytes;
    },
    give(bytes) {
      heldBytes -= bytes;
    },
    heldBytes: () => heldBytes,
  };
}

/** At most `width` holders; the others wait in order. Throws `unavailable` when too many wait. */
export interface Lane {
  enter(): Promise<() => void>;
}

export function createLane(options: { width: number; maxWaiting: number }): Lane {
  let free = options.width;
  const waiting: Array<() => void> = [];

  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  /** Leaving twice must not let two in. */
  const leaveOnce = (): (() => void) => {
    let left = false;
    return () => {
      if (!left) leave();
      left = true;
    };
  };
  return {
    async enter() {
      if (free > 0) {
        free -= 1;
        return leaveOnce();
      }
      if (waiting.length >= options.maxWaiting) {
        throw new PlumblineError("unavailable", { details: { retryAfterSeconds: 2 } });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
      return leaveOnce();
    },
  };
}
