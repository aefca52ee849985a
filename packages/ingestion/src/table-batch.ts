import { RowBinaryWriter } from "@plumbline/clickhouse/row-binary";
import type { Table } from "@plumbline/clickhouse/tables/define-table";
import type { RowOrigin } from "./row-origin.ts";

const keptWriters = 2;
const keptBytes = 16 * 1024 * 1024;
/** By table. A new buffer for every batch made the collector mark the whole heap about once a second. */
const spareWriters = new Map<string, RowBinaryWriter[]>();

/** The encoded rows of one batch for one table, each with its end and its origin. */
export class TableBatch<Row> {
  readonly table: Table<Row>;
  readonly #writer: RowBinaryWriter;
  readonly #ends: number[] = [];
  readonly #origins: RowOrigin[] = [];

  constructor(table: Table<Row>) {
    this.table = table;
    this.#writer = spareWriters.get(table.name)?.pop() ?? new RowBinaryWriter();
  }

  /** Everything was inserted: its memory may serve the next batch, and this one is used no more. */
  giveBack(): void {
    const spare = spareWriters.get(this.table.name) ?? [];
    spareWriters.set(this.table.name, spare);
    if (spare.length >= keptWriters) return;
    this.#writer.reset(keptBytes);
    spare.push(this.#writer);
  }

  get rows(): number {
    return this.#ends.length;
  }

  /** Throws RangeError for a value that does not fit; nothing is added then. */
  add(row: Row, origin: RowOrigin): void {
    this.table.encode(this.#writer, row);
    this.#ends.push(this.#writer.length);
    this.#origins.push(origin);
  }

  /** Drops the rows behind the first `rows`. */
  truncate(rows: number): void {
    this.#ends.length = rows;
    this.#origins.length = rows;
    this.#writer.rewind(this.#ends[rows - 1] ?? 0);
  }

  origin(row: number): RowOrigin | undefined {
    return this.#origins[row];
  }

  /** The bytes of the rows from `from` up to, not including, `to`; valid until the next add. */
  bytes(from = 0, to = this.rows): Buffer {
    const start = from === 0 ? 0 : (this.#ends[from - 1] ?? 0);
    const end = to === 0 ? 0 : (this.#ends[to - 1] ?? 0);
    return this.#writer.view().subarray(start, end);
  }
}
