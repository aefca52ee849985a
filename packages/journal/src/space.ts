import type { JournalFiles } from "./files.ts";

const refuseShare = 0.9;
const trimShare = 0.8;
const askEveryMs = 1000;

/**
 * How full the allowance and the disk are. What stays free is for boundaries and releases: a journal
 * that could not write those could never be emptied.
 */
export class Space {
  readonly #options: { directory: string; maxDiskBytes: number; minFreeBytes: number; files: JournalFiles };
  #freeBytes = Number.POSITIVE_INFINITY;
  #writtenSince = 0;
  #refusedBytes = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: {
    directory: string;
    maxDiskBytes: number;
    minFreeBytes: number;
    files: JournalFiles;
  }) {
    this.#options = options;
  }

  /** Released segments are deleted early beyond this. */
  get trimBytes(): number {
    return this.#options.maxDiskBytes * trimShare;
  }

  /** So many more bytes would take what has to stay free. */
  isTight(moreBytes: number): boolean {
    return this.#freeBytes - this.#writtenSince - moreBytes < this.#options.minFreeBytes;
  }

  allows(usedBytes: number, moreBytes: number): boolean {
    const isAllowed = this.#fits(usedBytes, moreBytes);
    this.#refusedBytes = isAllowed ? 0 : moreBytes;
    return isAllowed;
  }

  /** What was refused last would be refused again. */
  isFull(usedBytes: number): boolean {
    return this.#refusedBytes > 0 && !this.#fits(usedBytes, this.#refusedBytes);
  }

  #fits(usedBytes: number, moreBytes: number): boolean {
    const withinAllowance = usedBytes + moreBytes <= this.#options.maxDiskBytes * refuseShare;
    return withinAllowance && !this.isTight(moreBytes);
  }

  wrote(bytes: number): void {
    this.#writtenSince += bytes;
  }

  /** The disk need not be asked to know that what was deleted is free. */
  deleted(bytes: number): void {
    this.#writtenSince -= bytes;
  }

  /** Asks the disk at most once a second. */
  async refresh(monotonicMs: number): Promise<void> {
    if (monotonicMs - this.#askedAtMs < askEveryMs) return;
    this.#askedAtMs = monotonicMs;
    try {
      this.#freeBytes = await this.#options.files.freeBytes(this.#options.directory);
      this.#writtenSince = 0;
    } catch {
      // A file system that does not tell its size is used until a write fails.
      this.#freeBytes = Number.POSITIVE_INFINITY;
    }
  }
}
