import { RecordIndex } from "./record-index.ts";

interface Lane {
  name: string;
  head: number;
  tail: number;
  /** Share of a batch that this lane may still take; negative after it took more than its turn. */
  credit: number;
}

export interface FreezeLimits {
  maxRows: number;
  maxBytes: number;
}

export interface TakenRecords {
  slots: number[];
  rows: number;
  bytes: number;
}

/** Records that wait, first in first out within a lane; lanes take turns by their share of a batch. */
export class Lanes {
  readonly #index: RecordIndex;
  readonly #lanes: Lane[] = [];
  readonly #ids = new Map<string, number>();
  /** Ids of the lanes that hold something; the front is next in turn. */
  #ring: number[] = [];
  records = 0;
  rows = 0;
  bytes = 0;

  constructor(index: RecordIndex) {
    this.#index = index;
  }

  id(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.#lanes.length;
    this.#lanes.push({ name, head: RecordIndex.none, tail: RecordIndex.none, credit: 0 });
    this.#ids.set(name, id);
    return id;
  }

  name(id: number): string {
    return this.#lanes[id]?.name ?? "";
  }

  push(slot: number): void {
    const id = this.#index.lane(slot);
    const lane = this.#lanes[id];
    if (!lane) return;
    if (lane.head === RecordIndex.none) {
      lane.head = slot;
      lane.credit = 0;
      this.#ring.push(id);
    } else {
      this.#index.setNext(lane.tail, slot);
    }
    lane.tail = slot;
    this.records += 1;
    this.rows += this.#index.rows(slot);
    this.bytes += this.#index.length(slot);
  }

  /** When the oldest waiting record was appended; lanes are first in, first out. */
  oldestAtMs(): number | null {
    let oldest: number | null = null;
    for (const id of this.#ring) {
      const atMs = this.#index.appendedAtMs(this.#lanes[id]?.head ?? 0);
      if (oldest === null || atMs < oldest) oldest = atMs;
    }
    return oldest;
  }

  /**
   * The next batch. Every turn gives a lane an equal share of it, counted in rows or bytes, whichever is
   * scarcer; what a large record takes beyond that is paid back in later turns. A record larger than
   * the limits travels alone.
   */
  take(limits: FreezeLimits): TakenRecords {
    const taken: TakenRecords = { slots: [], rows: 0, bytes: 0 };
    while (this.#ring.length > 0) {
      const ring = this.#ring;
      const before = taken.slots.length;
      const quantum = 1 / ring.length;
      let full = false;
      let turns = 0;
      for (const id of ring) {
        const lane = this.#lanes[id];
        if (!lane) continue;
        if (this.#isFull(taken, limits)) {
          full = true;
          break;
        }
        lane.credit = Math.min(lane.credit + quantum, quantum);
        this.#takeTurn(lane, limits, taken);
        turns += 1;
      }
      // The next batch goes on with the lane whose turn it is.
      this.#ring = [...ring.slice(turns), ...ring.slice(0, turns)].filter(
        (id) => this.#lanes[id]?.head !== RecordIndex.none,
      );
      if (full) break;
      if (taken.slots.length === before) {
        if (before > 0) break;
        for (const id of ring) this.#forgive(id);
      }
    }
    this.records -= taken.slots.length;
    this.rows -= taken.rows;
    this.bytes -= taken.bytes;
    return taken;
  }

  #takeTurn(lane: Lane, limits: FreezeLimits, taken: TakenRecords): void {
    while (lane.head !== RecordIndex.none && lane.credit > 0) {
      const slot = lane.head;
      const rows = this.#index.rows(slot);
      const bytes = this.#index.length(slot);
      const fits = taken.rows + rows <= limits.maxRows && taken.bytes + bytes <= limits.maxBytes;
      if (!fits && taken.slots.length > 0) return;
      lane.head = this.#index.next(slot);
      this.#index.setNext(slot, RecordIndex.none);
      lane.credit -= Math.max(rows / limits.maxRows, bytes / limits.maxBytes);
      taken.slots.push(slot);
      taken.rows += rows;
      taken.bytes += bytes;
    }
  }

  #isFull(taken: TakenRecords, limits: FreezeLimits): boolean {
    return taken.rows >= limits.maxRows || taken.bytes >= limits.maxBytes;
  }

  #forgive(id: number): void {
    const lane = this.#lanes[id];
    if (lane) lane.credit = 0;
  }
}
