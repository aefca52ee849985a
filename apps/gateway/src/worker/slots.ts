import type { Priority } from "@plumbline/contracts/gateway-config";
import type { GatewaySnapshot, Pool } from "@plumbline/contracts/gateway-snapshot";
import { createSlotLeases } from "@plumbline/routing/slot-leases";
import type { ToPrimary, ToWorker } from "../messages.ts";

type SlotAnswer =
  | { type: "granted"; replicaId: string }
  | { type: "full"; expectedWaitMs: number | null }
  | { type: "cancelled" };

interface SlotWait {
  /** Settles once, in every case. */
  answer: Promise<SlotAnswer>;
  /** Where in the queue it stands; told when there was nothing free. */
  onQueued(listener: (position: number, expectedWaitMs: number | null) => void): void;
  cancel(): void;
}

/** One worker's way to the counted slots of replicas. */
export interface Slots {
  /** True when one was at hand; the caller gives it back. */
  tryTake(replicaId: string): boolean;
  ask(pool: Pool, replicaIds: readonly string[], priority: Priority): SlotWait;
  giveBack(replicaId: string): void;
  /** Of the snapshot that is served by from now on. */
  setPools(projects: GatewaySnapshot["projects"]): void;
  /** What came from the primary; false when it is about something else. */
  receive(message: ToWorker): boolean;
  /** Gives back what is held for nothing. */
  settle(): void;
}

interface Asked {
  resolve(answer: SlotAnswer): void;
  queued: ((position: number, expectedWaitMs: number | null) => void) | null;
  position: { position: number; expectedWaitMs: number | null } | null;
}

export function createSlots(post: (message: ToPrimary) => void): Slots {
  const leases = createSlotLeases();
  const asked = new Map<number, Asked>();
  let wanted: ReadonlySet<string> = new Set();
  let lastTicket = 0;

  const settle = (): void => {
    const slots = leases.takeSurplus(wanted);
    if (slots.length > 0) post({ type: "release", slots });
  };
  const take = (ticket: number): Asked | undefined => {
    const entry = asked.get(ticket);
    asked.delete(ticket);
    return entry;
  };

  return {
    setPools: (projects) => leases.setPools(projects),
    tryTake: (replicaId) => leases.tryTake(replicaId),
    ask(pool, replicaIds, priority) {
      lastTicket += 1;
      const ticket = lastTicket;
      const answer = new Promise<SlotAnswer>((resolve) => {
        asked.set(ticket, { resolve, queued: null, position: null });
      });
      post({ type: "acquire", ticket, poolId: pool.id, replicaIds: [...replicaIds], priority });
      return {
        answer,
        onQueued(listener) {
          const entry = asked.get(ticket);
          if (entry === undefined) return;
          entry.queued = listener;
          if (entry.position !== null) listener(entry.position.position, entry.position.expectedWaitMs);
        },
        cancel() {
          const entry = take(ticket);
          if (entry === undefined) return;
          post({ type: "cancel", ticket });
          entry.resolve({ type: "cancelled" });
        },
      };
    },
    giveBack(replicaId) {
      leases.giveBack(replicaId);
      // Whoever waits for it shall not wait for the next round too.
      if (wanted.has(replicaId)) settle();
    },
    receive(message) {
      switch (message.type) {
        case "granted": {
          leases.granted(message.replicaId, message.slots);
          const entry = take(message.ticket);
          if (entry === undefined) {
            // It gave up meanwhile.
            leases.giveBack(message.replicaId);
            settle();
          } else entry.resolve({ type: "granted", replicaId: message.replicaId });
          return true;
        }
        case "queued": {
          const entry = asked.get(message.ticket);
          if (entry !== undefined) {
            entry.position = message;
            entry.queued?.(message.position, message.expectedWaitMs);
          }
          return true;
        }
        case "full":
          take(message.ticket)?.resolve({ type: "full", expectedWaitMs: message.expectedWaitMs });
          return true;
        case "wanted":
          wanted = new Set(message.replicaIds);
          settle();
          return true;
        default:
          return false;
      }
    },
    settle,
  };
}
