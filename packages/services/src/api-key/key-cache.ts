import type { Scope } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Clock } from "@plumbline/runtime/clock";

/** What authentication needs to know of a key; `null` means that there is none. */
export interface KeyRecord {
  keyId: string;
  projectId: string;
  publicKey: string;
  scopes: readonly Scope[];
  /** For the public half alone. */
  allowedOrigins: readonly string[];
  /** Revoked, or its project or organisation is deleted. */
  revoked: boolean;
  expiresAtMs: number | null;
  lastUsedAtMs: number | null;
}

interface Entry {
  record: KeyRecord | null;
  readAtMs: number;
}

/** Below the 5 s within which a revocation must be felt, with room for the read itself. */
const freshMs = 4_000;
/** How long a known key works while PostgreSQL is away. */
const staleMs = 60_000;
/** After a failed read nobody asks PostgreSQL about this key again for as long. */
const pauseMs = 1_000;
const capacity = 10_000;

interface KeyCacheLimits {
  /** With a stale answer at hand a read may take this long; then the stale answer goes out. */
  patienceMs: number;
  /** Without one, the caller is told to come back after this. */
  deadlineMs: number;
}

/**
 * Answers by full lookup text. Known and unknown keys are kept apart, so that guessing evicts nobody.
 * Concurrent misses share one read.
 */
export class KeyCache {
  private readonly limits: KeyCacheLimits;
  private readonly known = new Map<string, Entry>();
  private readonly unknown = new Map<string, Entry>();
  private readonly reading = new Map<string, Promise<KeyRecord | null>>();
  /** When the last read of a known key failed or outlasted our patience; gone with the next good one. */
  private readonly troubledAtMs = new Map<string, number>();

  constructor(limits: KeyCacheLimits = { patienceMs: 500, deadlineMs: 3_000 }) {
    this.limits = limits;
  }

  /** Throws what `read` threw when no answer younger than 60 s is left. */
  async get(lookup: string, clock: Clock, read: () => Promise<KeyRecord | null>): Promise<KeyRecord | null> {
    const nowMs = clock.nowMs();
    const entry = this.known.get(lookup) ?? this.unknown.get(lookup);
    const ageMs = entry === undefined ? Number.POSITIVE_INFINITY : nowMs - entry.readAtMs;
    if (entry !== undefined && ageMs <= freshMs) return entry.record;

    // An unknown key is never served stale: it may have been created since.
    const stale = entry?.record && ageMs <= staleMs ? entry.record : undefined;
    if (stale === undefined) {
      return settleWithin(this.limits.deadlineMs, this.read(lookup, clock, read), () => {
        throw new PlumblineError("unavailable");
      });
    }
    const troubledAtMs = this.troubledAtMs.get(lookup);
    const isHanging = troubledAtMs !== undefined && this.reading.has(lookup);
    if (isHanging || nowMs - (troubledAtMs ?? 0) < pauseMs) return stale;
    const reading = this.read(lookup, clock, read).catch(() => stale);
    return settleWithin(this.limits.patienceMs, reading, () => {
      this.troubledAtMs.set(lookup, clock.nowMs());
      return stale;
    });
  }

  private read(
    lookup: string,
    clock: Clock,
    read: () => Promise<KeyRecord | null>,
  ): Promise<KeyRecord | null> {
    const running = this.reading.get(lookup);
    if (running !== undefined) return running;
    const readAtMs = clock.nowMs();
    const reading = read()
      .then(
        (record) => {
          this.troubledAtMs.delete(lookup);
          this.remember(lookup, { record, readAtMs });
          return record;
        },
        (error: unknown) => {
          if (this.known.has(lookup)) this.troubledAtMs.set(lookup, clock.nowMs());
          throw error;
        },
      )
      .finally(() => this.reading.delete(lookup));
    this.reading.set(lookup, reading);
    return reading;
  }

  private remember(lookup: string, entry: Entry): void {
    this.known.delete(lookup);
    this.unknown.delete(lookup);
    const entries = entry.record === null ? this.unknown : this.known;
    entries.set(lookup, entry);
    if (entries.size <= capacity) return;
    const [oldest] = entries.keys();
    if (oldest !== undefined) {
      entries.delete(oldest);
      this.troubledAtMs.delete(oldest);
    }
  }
}

/** `late` answers, or throws, when the promise takes longer. */
function settleWithin<T>(durationMs: number, promise: Promise<T>, late: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    }, durationMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
