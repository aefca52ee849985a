import { renameSync, unlinkSync } from "node:fs";
import { join } from "node:path";

const openSuffix = ".journal";
/** A segment is renamed when nothing in it or before it waits any more: recovery need not look inside. */
const releasedSuffix = ".released";

export interface Segment {
  /** Position in this process's table; record slots refer to it. */
  number: number;
  stem: string;
  path: string;
  bytes: number;
  /** Records that are not released, or that wait for a replay. */
  waiting: number;
  lastReleasedAtMs: number;
  released: boolean;
}

export function segmentStem(firstSequence: number): string {
  return String(firstSequence).padStart(16, "0");
}

export function parseSegmentName(name: string): { stem: string; released: boolean } | null {
  const match = /^(\d{16})\.(journal|released)$/.exec(name);
  return match?.[1] ? { stem: match[1], released: match[2] === "released" } : null;
}

/** The files of one journal, oldest first; the last is written to. */
export class Segments {
  readonly directory: string;
  readonly #byNumber = new Map<number, Segment>();
  #next = 0;
  bytes = 0;

  constructor(directory: string) {
    this.directory = directory;
  }

  add(stem: string, options: { released: boolean; bytes: number }): Segment {
    const segment: Segment = {
      number: this.#next,
      stem,
      path: join(this.directory, stem + (options.released ? releasedSuffix : openSuffix)),
      bytes: options.bytes,
      waiting: 0,
      lastReleasedAtMs: 0,
      released: options.released,
    };
    this.#next += 1;
    this.#byNumber.set(segment.number, segment);
    this.bytes += options.bytes;
    return segment;
  }

  get(number: number): Segment | undefined {
    return this.#byNumber.get(number);
  }

  /** Oldest first. */
  list(): Segment[] {
    return [...this.#byNumber.values()];
  }

  grew(segment: Segment, bytes: number): void {
    segment.bytes += bytes;
    this.bytes += bytes;
  }

  /** A whole file leaves the journal (its bytes were moved elsewhere). */
  forget(segment: Segment): void {
    this.#byNumber.delete(segment.number);
    this.bytes -= segment.bytes;
  }

  remove(segment: Segment): void {
    unlinkSync(segment.path);
    this.forget(segment);
  }

  /**
   * Marks what is released and deletes what was released before the given time, or until no more than
   * `wantedBytes` are used. From the front only: a boundary never lies before its records, so a prefix
   * goes without leaving one that points at nothing. `active` always stays. Returns how many went early.
   */
  sweep(active: number, options: { releasedBeforeMs: number; wantedBytes: number }): number {
    let mayDelete = true;
    let early = 0;
    for (const segment of this.#byNumber.values()) {
      if (segment.number === active || segment.waiting > 0) break;
      if (!segment.released) this.#rename(segment, true);
      const aged = segment.lastReleasedAtMs < options.releasedBeforeMs;
      mayDelete &&= aged || this.bytes > options.wantedBytes;
      if (!mayDelete) continue;
      this.remove(segment);
      if (!aged) early += 1;
    }
    return early;
  }

  /** Damage took what said that all in it was released: the next opening has to look inside. */
  reopen(segment: Segment): void {
    if (segment.released) this.#rename(segment, false);
  }

  #rename(segment: Segment, released: boolean): void {
    const path = join(this.directory, segment.stem + (released ? releasedSuffix : openSuffix));
    renameSync(segment.path, path);
    segment.path = path;
    segment.released = released;
  }
}
