import type { IngestEvent, JournalEntry } from "@plumbline/contracts/events";
import { type RecordLocation, readRecord } from "@plumbline/journal/read";
import { decodeEntry } from "./journal-entry.ts";
import { contentId, letterIdOf } from "./letter-id.ts";

/** What a dead letter says about where it came from. */
export interface OriginDescription {
  projectId: string;
  source: string;
  receivedAtUs: number;
  eventId: string;
  /** Set when the event was on its way a second time. */
  replay?: JournalEntry["replay"] | undefined;
  /** Text as it is, anything else as JSON. */
  event: unknown;
}

/**
 * Where a row came from. Thousands are kept while a batch is under way and almost none is ever asked, so
 * they hold a place in the journal and not the event.
 */
export interface RowOrigin {
  describe(): OriginDescription;
}

/** One record of the batch under way. */
export interface ReadEntry {
  location: RecordLocation;
  entry: JournalEntry;
}

export class EventOrigin implements RowOrigin {
  readonly #location: RecordLocation;
  readonly #index: number;

  constructor(location: RecordLocation, index: number) {
    this.#location = location;
    this.#index = index;
  }

  describe(): OriginDescription {
    const { events, ...entry } = decodeEntry(readRecord(this.#location));
    const event: IngestEvent | undefined = events[this.#index];
    const { projectId, source, receivedAtUs, replay } = entry;
    const eventId = event === undefined ? "" : letterIdOf(event, JSON.stringify(event));
    return { projectId, source, receivedAtUs, eventId, replay, event };
  }
}

/** A record that is no entry: its payload, or nothing when even that is damaged. */
export class RecordOrigin implements RowOrigin {
  readonly #location: RecordLocation;
  readonly #payload: Uint8Array | null;

  constructor(location: RecordLocation, payload: Uint8Array | null) {
    this.#location = location;
    this.#payload = payload;
  }

  describe(): OriginDescription {
    const event = this.#payload === null ? "" : Buffer.from(this.#payload).toString("utf8");
    return {
      projectId: this.#location.lane,
      source: "journal",
      receivedAtUs: Date.now() * 1_000,
      // Several journals count their records alike.
      eventId: `record-${this.#location.sequence}-${contentId(event).slice(0, 12)}`,
      event,
    };
  }
}
