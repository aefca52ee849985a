import type { RecordIndex } from "./record-index.ts";
import type { RecoveredBatch } from "./recover.ts";

/** A batch that was given out, or is about to be again. */
export interface HeldBatch {
  readonly id: string;
  readonly slots: Uint32Array;
  readonly rows: number;
  readonly bytes: number;
  readonly oldestAtMs: number;
  /** Released before an unclean end: it is repeated, but it is no backlog. */
  readonly repeat: boolean;
  releasing: boolean;
}

export interface HeldTotals {
  records: number;
  rows: number;
  bytes: number;
  oldestAtMs: number | null;
  repeats: number;
}

/** The frozen batches that are not released, and the order in which recovered ones are given out. */
export class HeldBatches {
  readonly #index: RecordIndex;
  readonly #held = new Map<string, HeldBatch>();
  readonly #unreleased: HeldBatch[] = [];
  readonly #repeats: HeldBatch[] = [];
  #repeatIsNext = true;

  constructor(index: RecordIndex, recovered: readonly RecoveredBatch[]) {
    this.#index = index;
    for (const batch of recovered) {
      const held = this.add(batch.id, batch.slots, batch.released);
      (batch.released ? this.#repeats : this.#unreleased).push(held);
    }
  }

  add(id: string, slots: readonly number[], repeat = false): HeldBatch {
    let rows = 0;
    let bytes = 0;
    let oldestAtMs = Number.POSITIVE_INFINITY;
    for (const slot of slots) {
      rows += this.#index.rows(slot);
      bytes += this.#index.length(slot);
      oldestAtMs = Math.min(oldestAtMs, this.#index.appendedAtMs(slot));
    }
    const held = { id, slots: Uint32Array.from(slots), rows, bytes, oldestAtMs, repeat, releasing: false };
    this.#held.set(id, held);
    return held;
  }

  /** Batches from before the opening: unreleased ones first, repeats in turn with fresh records. */
  nextRecovered(freshWaits: boolean): HeldBatch | undefined {
    const unreleased = this.#unreleased.shift();
    if (unreleased) return unreleased;
    const repeat = this.#repeatIsNext || !freshWaits ? this.#repeats.shift() : undefined;
    this.#repeatIsNext = repeat === undefined;
    return repeat;
  }

  get recoveredWait(): boolean {
    return this.#unreleased.length + this.#repeats.length > 0;
  }

  get(id: string): HeldBatch | undefined {
    return this.#held.get(id);
  }

  delete(id: string): void {
    this.#held.delete(id);
  }

  totals(): HeldTotals {
    const totals: HeldTotals = { records: 0, rows: 0, bytes: 0, oldestAtMs: null, repeats: 0 };
    for (const batch of this.#held.values()) {
      if (batch.repeat) {
        totals.repeats += 1;
        continue;
      }
      totals.records += batch.slots.length;
      totals.rows += batch.rows;
      totals.bytes += batch.bytes;
      totals.oldestAtMs = Math.min(totals.oldestAtMs ?? batch.oldestAtMs, batch.oldestAtMs);
    }
    return totals;
  }
}
