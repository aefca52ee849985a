/**
 * What is known of every record that is not released, in 44 bytes each and outside the JavaScript heap:
 * a backlog of millions costs tens of megabytes. A slot is a number; free slots are chained.
 */
const none = 0xffffffff;
const words = 7;
const initialSlots = 1024;

export interface IndexedRecord {
  sequence: number;
  appendedAtMs: number;
  segment: number;
  offset: number;
  length: number;
  crc: number;
  rows: number;
  lane: number;
}

export class RecordIndex {
  static readonly none = none;
  #ints = new Uint32Array(initialSlots * words);
  #doubles = new Float64Array(initialSlots * 2);
  #used = 0;
  #live = 0;
  #free = none;

  add(record: IndexedRecord): number {
    let slot = this.#free;
    if (slot !== none) {
      this.#free = this.next(slot);
    } else {
      slot = this.#used;
      this.#used += 1;
      if (this.#used * words > this.#ints.length) this.#grow();
    }
    this.#live += 1;
    const at = slot * words;
    this.#ints[at] = record.segment;
    this.#ints[at + 1] = record.offset;
    this.#ints[at + 2] = record.length;
    this.#ints[at + 3] = record.crc;
    this.#ints[at + 4] = record.rows;
    this.#ints[at + 5] = record.lane;
    this.#ints[at + 6] = none;
    this.#doubles[slot * 2] = record.sequence;
    this.#doubles[slot * 2 + 1] = record.appendedAtMs;
    return slot;
  }

  remove(slot: number): void {
    this.setNext(slot, this.#free);
    this.#free = slot;
    this.#live -= 1;
    if (this.#live === 0) this.#reset();
  }

  segment(slot: number): number {
    return this.#ints[slot * words] ?? 0;
  }

  offset(slot: number): number {
    return this.#ints[slot * words + 1] ?? 0;
  }

  length(slot: number): number {
    return this.#ints[slot * words + 2] ?? 0;
  }

  crc(slot: number): number {
    return this.#ints[slot * words + 3] ?? 0;
  }

  rows(slot: number): number {
    return this.#ints[slot * words + 4] ?? 0;
  }

  lane(slot: number): number {
    return this.#ints[slot * words + 5] ?? 0;
  }

  /** The following record of the same lane, or `none`. */
  next(slot: number): number {
    return this.#ints[slot * words + 6] ?? none;
  }

  setNext(slot: number, next: number): void {
    this.#ints[slot * words + 6] = next;
  }

  sequence(slot: number): number {
    return this.#doubles[slot * 2] ?? 0;
  }

  appendedAtMs(slot: number): number {
    return this.#doubles[slot * 2 + 1] ?? 0;
  }

  /** Slots handed out so far; right after recovery they are in the order of their sequences. */
  get used(): number {
    return this.#used;
  }

  #grow(): void {
    const ints = new Uint32Array(this.#ints.length * 2);
    ints.set(this.#ints);
    this.#ints = ints;
    const doubles = new Float64Array(this.#doubles.length * 2);
    doubles.set(this.#doubles);
    this.#doubles = doubles;
  }

  /** A drained backlog gives its memory back. */
  #reset(): void {
    this.#used = 0;
    this.#free = none;
    if (this.#ints.length > initialSlots * words) {
      this.#ints = new Uint32Array(initialSlots * words);
      this.#doubles = new Float64Array(initialSlots * 2);
    }
  }
}
