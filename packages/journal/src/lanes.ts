import { RecordIndex } from "./record-index.ts";

interface Lane {
  name: string;
  head: number;
  tail: number;
  /** Share of a batch: owed to this lane when positive, to be paid back by it when negative. */
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
   * scarcer; what a large record takes beyond that is paid back in later turns. Who had a turn left and a
   * record too large for the rest of the batch keeps what it is owed, and comes first in the next. A
   * record larger than the limits travels alone.
   */
  take(limits: FreezeLimits): TakenRecords {
    const taken: TakenRecords = { slots: [], rows: 0, bytes: 0 };
    for (let isSurplus = false; this.#ring.length > 0; ) {
      const ring = this.#ring;
      const before = taken.slots.length;
      const { turns, passedOver } = this.#round(limits, taken, isSurplus);
      const next = passedOver ?? turns;
      // The next batch goes on with the lane whose turn it is.
      this.#ring = [...ring.slice(next), ...ring.slice(0, next)].filter(
        (id) => this.#lanes[id]?.head !== RecordIndex.none,
      );
      if (turns < ring.length) break;
      if (taken.slots.length > before) isSurplus = true;
      else if (before > 0) break;
      else for (const id of ring) this.#forgive(id);
    }
    this.records -= taken.slots.length;
    this.rows -= taken.rows;
    this.bytes -= taken.bytes;
    return taken;
  }

  /**
   * One turn for each lane until the batch is full. A surplus is what others leave over: nobody is owed
   * any of it. `passedOver` is the place of the first lane that has to wait for the next batch.
   */
  #round(
    limits: FreezeLimits,
    taken: TakenRecords,
    isSurplus: boolean,
  ): { turns: number; passedOver: number | null } {
    const ring = this.#ring;
    const quantum = 1 / ring.length;
    let passedOver: number | null = null;
    for (const [turn, id] of ring.entries()) {
      const lane = this.#lanes[id];
      if (!lane) continue;
      if (this.#isFull(taken, limits)) return { turns: turn, passedOver };
      if (isSurplus && lane.credit > 0) {
        passedOver ??= turn;
        continue;
      }
      lane.credit += quantum;
      this.#takeTurn(lane, limits, taken);
      if (lane.credit <= 0 || lane.head === RecordIndex.none) continue;
      if (isSurplus) lane.credit = 0;
      else passedOver ??= turn;
    }
    return { turns: ring.length, passedOver };
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
