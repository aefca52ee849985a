import { type Priority, priorities } from "@plumbline/contracts/gateway-config";
import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import { slotsOf, spareSlots } from "./slots-of.ts";

export interface SlotRequest {
  workerId: number;
  /** Unique per worker. */
  ticket: number;
  pool: Pool;
  /** The one that was chosen, then others that would do. */
  replicaIds: readonly string[];
  priority: Priority;
  /** `slots` may be more than one: the rest are for calls to come. */
  grant: (replicaId: string, slots: number) => void;
}

export type SlotAnswer =
  | { type: "granted" }
  | { type: "queued"; position: number; expectedWaitMs: number | null }
  | { type: "full"; expectedWaitMs: number | null };

interface Waiting extends SlotRequest {
  sinceMs: number;
}

interface PoolQueue {
  pool: Pool;
  /** One line per class, each in the order of arrival. */
  lines: Record<Priority, Waiting[]>;
  /** Smoothed time between two grants to waiting calls. */
  grantEveryMs: number | null;
  lastGrantMs: number;
}

const smoothing = 0.2;
/**
 * Who holds which of the counted slots, and who waits for one. Workers hold slots on lease, so that far
 * from the cap they ask nobody; a slot is on lease or free, never both, so the cap holds exactly.
 */
export class SlotLedger {
  readonly #now: () => number;
  readonly #capacity = new Map<string, number>();
  readonly #held = new Map<string, Map<number, number>>();
  readonly #queues = new Map<string, PoolQueue>();

  /** `now`: monotonic milliseconds. */
  constructor({ now }: { now: () => number }) {
    this.#now = now;
  }

  /** Slots beyond a smaller cap are taken back as they are released. */
  setPools(pools: Iterable<Pool>): void {
    this.#capacity.clear();
    for (const pool of pools) {
      for (const replica of pool.replicas) this.#capacity.set(replica.id, slotsOf(replica));
      const queue = this.#queues.get(pool.id);
      if (queue !== undefined) queue.pool = pool;
    }
    this.#serve();
  }

  /** `grant` comes at once or later; a granted slot belongs to the worker until it releases it. */
  acquire(request: SlotRequest): SlotAnswer {
    const queue = this.#queueOf(request.pool);
    const waiting = lengthOf(queue);
    const free = waiting === 0 ? this.#freest(request.replicaIds) : undefined;
    if (free !== undefined) {
      const slots = 1 + this.#spareOf(free);
      this.#lend(request.workerId, free, slots);
      request.grant(free, slots);
      return { type: "granted" };
    }
    const expectedWaitMs = queue.grantEveryMs === null ? null : queue.grantEveryMs * (waiting + 1);
    if (waiting >= request.pool.queue.max_length) return { type: "full", expectedWaitMs };
    if (waiting === 0) queue.lastGrantMs = this.#now();
    const entry = { ...request, sinceMs: this.#now() };
    queue.lines[request.priority].push(entry);
    const position = positionOf(queue, request.priority, this.#now());
    // Those before it may wait for other replicas than the one that is free.
    this.#serve();
    if (!queue.lines[request.priority].includes(entry)) return { type: "granted" };
    return { type: "queued", position, expectedWaitMs };
  }

  /** Gives up waiting; false when it was granted meanwhile. */
  cancel(workerId: number, ticket: number): boolean {
    for (const { lines } of this.#queues.values()) {
      for (const line of Object.values(lines)) {
        const index = line.findIndex((entry) => entry.workerId === workerId && entry.ticket === ticket);
        if (index === -1) continue;
        line.splice(index, 1);
        return true;
      }
    }
    return false;
  }

  release(workerId: number, replicaId: string, slots: number): void {
    const byWorker = this.#held.get(replicaId);
    const left = Math.max(0, (byWorker?.get(workerId) ?? 0) - slots);
    if (left === 0) byWorker?.delete(workerId);
    else byWorker?.set(workerId, left);
    this.#serve();
  }

  /** All that it held is free again. */
  workerGone(workerId: number): void {
    for (const byWorker of this.#held.values()) byWorker.delete(workerId);
    for (const { lines } of this.#queues.values()) {
      for (const priority of priorities) {
        lines[priority] = lines[priority].filter((entry) => entry.workerId !== workerId);
      }
    }
    this.#serve();
  }

  /** Somebody waits for these replicas: unused leases must come back now. */
  wanted(): string[] {
    const ids = new Set<string>();
    for (const { lines } of this.#queues.values()) {
      for (const line of Object.values(lines)) {
        for (const { replicaIds } of line) for (const id of replicaIds) ids.add(id);
      }
    }
    return [...ids];
  }

  state(poolId: string): { waiting: number; oldestWaitMs: number; heldByReplica: Record<string, number> } {
    const queue = this.#queues.get(poolId);
    const heldByReplica: Record<string, number> = {};
    for (const { id } of queue?.pool.replicas ?? []) heldByReplica[id] = this.#heldOf(id);
    const heads = queue === undefined ? [] : Object.values(queue.lines).flatMap((line) => line.slice(0, 1));
    const oldest = Math.min(this.#now(), ...heads.map(({ sinceMs }) => sinceMs));
    const waiting = queue === undefined ? 0 : lengthOf(queue);
    return { waiting, oldestWaitMs: this.#now() - oldest, heldByReplica };
  }

  #heldOf(replicaId: string): number {
    let total = 0;
    for (const slots of this.#held.get(replicaId)?.values() ?? []) total += slots;
    return total;
  }

  /** A replica that is gone from the document is counted no more: what was planned by it goes on. */
  #freeOf(replicaId: string): number {
    return (this.#capacity.get(replicaId) ?? Number.POSITIVE_INFINITY) - this.#heldOf(replicaId);
  }

  /** Slots lent beside the one that is asked for: few of what is left, so that others find some too. */
  #spareOf(replicaId: string): number {
    const slots = this.#capacity.get(replicaId) ?? 0;
    return Math.min(spareSlots(slots), spareSlots(this.#freeOf(replicaId)));
  }

  /** The chosen one while it has a slot, else the one with the largest share of its slots free. */
  #freest([chosen, ...others]: readonly string[]): string | undefined {
    if (chosen !== undefined && this.#freeOf(chosen) > 0) return chosen;
    let best: string | undefined;
    let most = 0;
    for (const id of others) {
      const share = this.#freeOf(id) / (this.#capacity.get(id) ?? 1);
      if (share <= most) continue;
      most = share;
      best = id;
    }
    return best;
  }

  #lend(workerId: number, replicaId: string, slots: number): void {
    const byWorker = this.#held.get(replicaId) ?? new Map<number, number>();
    byWorker.set(workerId, (byWorker.get(workerId) ?? 0) + slots);
    this.#held.set(replicaId, byWorker);
  }

  #queueOf(pool: Pool): PoolQueue {
    const known = this.#queues.get(pool.id);
    if (known !== undefined) return known;
    const lines = { interactive: [], standard: [], batch: [] };
    const queue: PoolQueue = { pool, lines, grantEveryMs: null, lastGrantMs: this.#now() };
    this.#queues.set(pool.id, queue);
    return queue;
  }

  /** Gives free slots to those who wait. */
  #serve(): void {
    const freeOf = (replicaId: string): number => this.#freeOf(replicaId);
    for (const queue of this.#queues.values()) {
      for (;;) {
        const nowMs = this.#now();
        const next = takeNext(queue, freeOf, nowMs);
        if (next === null) break;
        const sinceLastMs = nowMs - queue.lastGrantMs;
        const known = queue.grantEveryMs ?? sinceLastMs;
        queue.grantEveryMs = known + smoothing * (sinceLastMs - known);
        queue.lastGrantMs = nowMs;
        this.#lend(next.waiting.workerId, next.replicaId, 1);
        next.waiting.grant(next.replicaId, 1);
      }
    }
  }
}

function lengthOf({ lines }: PoolQueue): number {
  return priorities.reduce((total, priority) => total + lines[priority].length, 0);
}

/** 0 is the most urgent; waiting lifts a call by a class per `ageing_ms`, beyond the first class too. */
function rankOf(priority: Priority, sinceMs: number, ageingMs: number, nowMs: number): number {
  return priorities.indexOf(priority) - (nowMs - sinceMs) / ageingMs;
}

/** How many are served before the one that came last to this line, itself included. */
function positionOf({ lines, pool }: PoolQueue, priority: Priority, nowMs: number): number {
  const own = rankOf(priority, nowMs, pool.queue.ageing_ms, nowMs);
  let position = 0;
  for (const other of priorities) {
    for (const { sinceMs } of lines[other]) {
      if (rankOf(other, sinceMs, pool.queue.ageing_ms, nowMs) <= own) position += 1;
    }
  }
  return position;
}

/** Ranks grow alike within a line, so only the first of each that a free slot suits has to be compared. */
function takeNext(
  { lines, pool }: PoolQueue,
  freeOf: (replicaId: string) => number,
  nowMs: number,
): { waiting: Waiting; replicaId: string } | null {
  let best: { line: Waiting[]; index: number; waiting: Waiting; replicaId: string; rank: number } | null =
    null;
  for (const priority of priorities) {
    const line = lines[priority];
    for (const [index, waiting] of line.entries()) {
      const replicaId = waiting.replicaIds.find((id) => freeOf(id) > 0);
      if (replicaId === undefined) continue;
      const rank = rankOf(priority, waiting.sinceMs, pool.queue.ageing_ms, nowMs);
      if (best === null || rank < best.rank) best = { line, index, waiting, replicaId, rank };
      break;
    }
  }
  if (best === null) return null;
  best.line.splice(best.index, 1);
  return { waiting: best.waiting, replicaId: best.replicaId };
}
