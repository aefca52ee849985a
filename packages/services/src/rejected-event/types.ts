/** An event that was refused, at the door or by the store, with its reason. */
export interface RejectedEventRow {
  eventId: string;
  receivedAt: string;
  source: string;
  /** "door" or the step that refused it. */
  stage: string;
  /** Stable and countable, e.g. "span.missing_id". */
  code: string;
  reason: string;
  /** As it arrived, at most 64 KiB. */
  raw: string;
  /** A replay stored it since. */
  replayed: boolean;
}

export interface RejectedEventGroup {
  code: string;
  source: string;
  /** Of the latest one. */
  reason: string;
  total: number;
  lastAt: string;
}
