import type { GatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";
import type { Db } from "@plumbline/db/client";
import type { Logger } from "@plumbline/runtime/logger";
import { createSnapshotPublisher } from "@plumbline/services/gateway";

export interface GatewayFeed {
  /** Another snapshot than the known one, at once or as soon as there is one; null when none came in time. */
  next(knownVersion: string | undefined, signal: AbortSignal): Promise<GatewaySnapshot | null>;
  /** Everybody who waits is sent home. */
  close(): void;
}

interface FeedOptions {
  db: Db;
  logger: Logger;
  /** How often the database is asked whether anything changed, while somebody waits. */
  pollMs?: number;
  waitMs?: number;
}

interface Waiter {
  knownVersion: string;
  finish(snapshot: GatewaySnapshot | null): void;
  fail(error: unknown): void;
}

/** What gateways serve by, told to those that wait within a second of its change. One query serves them all. */
export function createGatewayFeed(options: FeedOptions): GatewayFeed {
  const { db, logger, pollMs = 400, waitMs = 25_000 } = options;
  const publisher = createSnapshotPublisher(db);
  const waiters = new Set<Waiter>();
  let current: { fingerprint: string; snapshot: GatewaySnapshot } | null = null;
  let reading: Promise<GatewaySnapshot> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const read = async (): Promise<GatewaySnapshot> => {
    // Read before the rest: what changes in between is found by the next look.
    const fingerprint = await publisher.fingerprint();
    if (current?.fingerprint === fingerprint) return current.snapshot;
    const { snapshot, unreadable } = await publisher.publish();
    if (unreadable.length > 0) {
      logger.error({ projects: unreadable }, "gateway documents that this release cannot read");
    }
    current = { fingerprint, snapshot };
    return snapshot;
  };
  const readOnce = (): Promise<GatewaySnapshot> => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
  const look = async (): Promise<void> => {
    try {
      const snapshot = await readOnce();
      for (const waiter of waiters) if (waiter.knownVersion !== snapshot.version) waiter.finish(snapshot);
    } catch (error) {
      for (const waiter of waiters) waiter.fail(error);
    }
    timer = undefined;
    schedule();
  };
  const schedule = (): void => {
    if (waiters.size > 0 && timer === undefined && !isClosed) timer = setTimeout(() => void look(), pollMs);
  };

  return {
    async next(knownVersion, signal) {
      const snapshot = await readOnce();
      if (snapshot.version !== knownVersion) return snapshot;
      if (isClosed || signal.aborted) return null;
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiters.delete(waiter);
          clearTimeout(patience);
          signal.removeEventListener("abort", giveUp);
        };
        const giveUp = (): void => waiter.finish(null);
        const waiter: Waiter = {
          knownVersion,
          finish(next) {
            leave();
            resolve(next);
          },
          fail(error) {
            leave();
            reject(error);
          },
        };
        const patience = setTimeout(giveUp, waitMs);
        signal.addEventListener("abort", giveUp, { once: true });
        waiters.add(waiter);
        schedule();
      });
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const waiter of waiters) waiter.finish(null);
    },
  };
}
