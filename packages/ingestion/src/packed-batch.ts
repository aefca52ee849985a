import type { FrozenBatch, RecordLocation } from "@plumbline/journal/journal";

/**
 * A batch on its way to the drain thread: the numbers of all records in one array, their few files and lanes
 * beside it. Copying thousands of objects held the thread that serves requests up for milliseconds.
 */
export interface PackedBatch extends Omit<FrozenBatch, "records"> {
  files: readonly string[];
  lanes: readonly string[];
  /** Six a record: sequence, place of its lane, rows, place of its file, offset, length. */
  numbers: Float64Array;
}

const perRecord = 6;

export function packBatch({ records, ...batch }: FrozenBatch): PackedBatch {
  const files = new Places();
  const lanes = new Places();
  const numbers = new Float64Array(records.length * perRecord);
  let at = 0;
  for (const { sequence, lane, rows, file, offset, length } of records) {
    numbers[at] = sequence;
    numbers[at + 1] = lanes.of(lane);
    numbers[at + 2] = rows;
    numbers[at + 3] = files.of(file);
    numbers[at + 4] = offset;
    numbers[at + 5] = length;
    at += perRecord;
  }
  return { ...batch, files: files.names, lanes: lanes.names, numbers };
}

export function unpackBatch({ files, lanes, numbers, ...batch }: PackedBatch): FrozenBatch {
  const records: RecordLocation[] = [];
  for (let at = 0; at < numbers.length; at += perRecord) {
    records.push({
      sequence: numbers[at] ?? 0,
      lane: lanes[numbers[at + 1] ?? 0] ?? "",
      rows: numbers[at + 2] ?? 0,
      file: files[numbers[at + 3] ?? 0] ?? "",
      offset: numbers[at + 4] ?? 0,
      length: numbers[at + 5] ?? 0,
    });
  }
  return { ...batch, records };
}

/** Each name once. */
export class Places {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();
  #lastName: string | undefined;
  #last = 0;

  of(name: string): number {
    if (name === this.#lastName) return this.#last;
    const known = this.#places.get(name);
    this.#last = known ?? this.names.push(name) - 1;
    if (known === undefined) this.#places.set(name, this.#last);
    this.#lastName = name;
    return this.#last;
  }
}
