import { PlumblineError } from "@plumbline/contracts/errors";
import type { JournalFile } from "./files.ts";

/** One frame on its way to the disk. */
export interface Commit {
  sequence: number;
  /** Head of the frame and everything before the payload. */
  head: Buffer;
  /** Not copied: it must not change until the commit is settled. */
  payload: Uint8Array | null;
  onDurable(segment: number, offset: number): void;
  onFailed(error: PlumblineError): void;
}

/** Where the next frame goes. */
export interface CommitTarget {
  file: JournalFile;
  segment: number;
  offset: number;
}

export interface GroupCommitOptions {
  target: CommitTarget;
  segmentBytes: number;
  /** How long the first frame of a group waits for others; 0 when somebody waits for its sync. */
  gatherMs: number;
  /** Opens the segment whose first frame has this sequence. */
  roll(firstSequence: number): Promise<CommitTarget>;
  onWritten(segment: number, bytes: number): void;
  /** Called once; after it every commit fails. */
  onFailed(error: PlumblineError): void;
}

/** Keeps one sync short; what exceeds it goes with the next. */
const maxGroupBytes = 16 * 1024 * 1024;
const maxGroupCommits = 500;
/** With so much at hand a group waits for no more. */
const fullGroupBytes = 1024 * 1024;

function commitBytes(commit: Commit): number {
  return commit.head.length + (commit.payload?.length ?? 0);
}

/** One write and one fdatasync at a time; what arrives meanwhile shares the next. */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #target: CommitTarget;
  #queue: Commit[] = [];
  #running: Promise<void> | null = null;
  #failure: PlumblineError | null = null;
  #hurry: (() => void) | null = null;
  #isClosing = false;
  queuedBytes = 0;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#target = options.target;
  }

  get failure(): PlumblineError | null {
    return this.#failure;
  }

  get activeSegment(): number {
    return this.#target.segment;
  }

  get activeBytes(): number {
    return this.#target.offset;
  }

  enqueue(commit: Commit): void {
    if (this.#failure) {
      commit.onFailed(this.#failure);
      return;
    }
    this.#queue.push(commit);
    this.queuedBytes += commitBytes(commit);
    this.#running ??= this.#run();
    if (this.queuedBytes >= fullGroupBytes) this.#hurry?.();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Starts a fresh segment although the active one is not full; does nothing when something is under way. */
  async rollWhenIdle(firstSequence: number): Promise<void> {
    if (this.#running || this.#failure) return;
    this.#running = this.#guarded([], () => this.#roll(firstSequence)).then(() => this.#run());
    await this.#running;
  }

  async closeFile(): Promise<void> {
    this.#isClosing = true;
    this.#hurry?.();
    await this.idle();
    await this.#target.file.close();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 && !this.#failure) {
      await this.#gather();
      const group = this.#takeGroup();
      await this.#guarded(group, () => this.#commit(group));
    }
    this.#running = null;
  }

  /** Everything that is appended meanwhile, at least in this turn of the event loop, shares one sync. */
  #gather(): Promise<void> | undefined {
    const { gatherMs } = this.#options;
    if (gatherMs === 0 || this.#isClosing || this.queuedBytes >= fullGroupBytes) return undefined;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#hurry = null;
        resolve();
      };
      const timer = setTimeout(done, gatherMs);
      this.#hurry = done;
    });
  }

  #takeGroup(): Commit[] {
    let bytes = 0;
    let count = 0;
    for (const commit of this.#queue) {
      if (count >= maxGroupCommits || (count > 0 && bytes + commitBytes(commit) > maxGroupBytes)) break;
      bytes += commitBytes(commit);
      count += 1;
    }
    this.queuedBytes -= bytes;
    return this.#queue.splice(0, count);
  }

  async #commit(group: readonly Commit[]): Promise<void> {
    const buffers: Uint8Array[] = [];
    let bytes = 0;
    for (const commit of group) {
      buffers.push(commit.head);
      if (commit.payload && commit.payload.length > 0) buffers.push(commit.payload);
      bytes += commitBytes(commit);
    }
    const first = group[0];
    if (first && this.#target.offset + bytes > this.#options.segmentBytes) await this.#roll(first.sequence);
    const { file, segment, offset } = this.#target;
    const written = await file.writev(buffers, offset);
    if (written !== bytes) throw new Error(`the disk took ${written} of ${bytes} bytes`);
    await file.datasync();
    this.#target.offset = offset + bytes;
    this.#options.onWritten(segment, bytes);
    let at = offset;
    for (const commit of group) {
      commit.onDurable(segment, at);
      at += commitBytes(commit);
    }
  }

  async #roll(firstSequence: number): Promise<void> {
    const previous = this.#target;
    this.#target = await this.#options.roll(firstSequence);
    await previous.file.close();
  }

  /** After a failed write or sync nobody knows what the disk holds: nothing is acknowledged any more. */
  async #guarded(group: readonly Commit[], step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (cause) {
      const error = new PlumblineError("unavailable", {
        message: "The journal could not write to its disk and takes nothing until it is reopened.",
        cause,
      });
      this.#failure = error;
      const rest = this.#queue;
      this.#queue = [];
      this.queuedBytes = 0;
      this.#options.onFailed(error);
      for (const commit of [...group, ...rest]) commit.onFailed(error);
    }
  }
}
