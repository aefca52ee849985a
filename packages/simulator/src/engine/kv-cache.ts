/** The blocks that a sequence holds, in order. */
export interface BlockTable {
  blocks: number[];
}

const nothing = -1;

/**
 * Paged KV cache with prefix reuse. A block is free, held by one or several sequences, or free but
 * remembered under its key; remembered blocks are taken again in the order in which they were let go.
 */
export class KvCache {
  readonly size: number;
  readonly #references: Int32Array;
  readonly #keys: Float64Array;
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #byKey = new Map<number, number>();
  #oldest = nothing;
  #newest = nothing;
  #free = 0;

  constructor(size: number) {
    this.size = size;
    this.#references = new Int32Array(size);
    this.#keys = new Float64Array(size).fill(Number.NaN);
    this.#before = new Int32Array(size).fill(nothing);
    this.#after = new Int32Array(size).fill(nothing);
    for (let block = 0; block < size; block += 1) this.#letGo(block);
  }

  get free(): number {
    return this.#free;
  }

  /** 0 to 1; what is only remembered counts as free, as in vLLM. */
  get usage(): number {
    return this.size === 0 ? 0 : 1 - this.#free / this.size;
  }

  /** How many of the leading keys are here, at most `limit`. */
  countCached(keys: readonly number[], limit: number): number {
    let found = 0;
    for (const key of keys) {
      if (found >= limit || !this.#byKey.has(key)) break;
      found += 1;
    }
    return found;
  }

  /** How many of the leading blocks no sequence holds: taking them uses up free ones. */
  countIdle(keys: readonly number[], count: number): number {
    let idle = 0;
    for (let at = 0; at < count; at += 1) {
      const block = this.#byKey.get(keys[at] ?? Number.NaN);
      if (block !== undefined && this.#references[block] === 0) idle += 1;
    }
    return idle;
  }

  /** Takes the leading `count` blocks that `countCached` found. */
  share(table: BlockTable, keys: readonly number[], count: number): void {
    for (let at = 0; at < count; at += 1) {
      const block = this.#byKey.get(keys[at] ?? Number.NaN);
      if (block === undefined) throw new Error("a block that was counted is gone");
      if (this.#references[block] === 0) this.#unlink(block);
      this.#references[block] = (this.#references[block] ?? 0) + 1;
      table.blocks.push(block);
    }
  }

  /** Adds fresh blocks until the table has `count`; takes none and says so when they do not suffice. */
  grow(table: BlockTable, count: number): boolean {
    if (count - table.blocks.length > this.#free) return false;
    while (table.blocks.length < count) {
      const block = this.#oldest;
      this.#unlink(block);
      this.#forget(block);
      this.#references[block] = 1;
      table.blocks.push(block);
    }
    return true;
  }

  /** Remembers a full block under its key, unless another one is known by it. */
  remember(table: BlockTable, place: number, key: number): void {
    const block = table.blocks[place];
    if (block === undefined || !Number.isNaN(this.#keys[block] ?? 0) || this.#byKey.has(key)) return;
    this.#keys[block] = key;
    this.#byKey.set(key, block);
  }

  /** The last block goes first, so that the beginnings of prompts live longest. */
  release(table: BlockTable): void {
    for (let at = table.blocks.length - 1; at >= 0; at -= 1) {
      const block = table.blocks[at] ?? nothing;
      const left = (this.#references[block] ?? 0) - 1;
      if (left < 0) throw new Error("a block was released twice");
      this.#references[block] = left;
      if (left === 0) this.#letGo(block);
    }
    table.blocks.length = 0;
  }

  /** Blocks known by a key, held or not. */
  get remembered(): number {
    return this.#byKey.size;
  }

  #forget(block: number): void {
    const key = this.#keys[block] ?? Number.NaN;
    if (Number.isNaN(key)) return;
    this.#byKey.delete(key);
    this.#keys[block] = Number.NaN;
  }

  #letGo(block: number): void {
    this.#before[block] = this.#newest;
    this.#after[block] = nothing;
    if (this.#newest === nothing) this.#oldest = block;
    else this.#after[this.#newest] = block;
    this.#newest = block;
    this.#free += 1;
  }

  #unlink(block: number): void {
    const before = this.#before[block] ?? nothing;
    const after = this.#after[block] ?? nothing;
    if (before === nothing) this.#oldest = after;
    else this.#after[before] = after;
    if (after === nothing) this.#newest = before;
    else this.#before[after] = before;
    this.#free -= 1;
  }
}
