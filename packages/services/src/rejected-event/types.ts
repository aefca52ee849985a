/** An event that was refused, at the door or by the store, with its reason. One row however often it came. */
export interface RejectedEventRow {
  eventId: string;
  /** When it came last, and first as far back as is kept; equal when it came once. */
  receivedAt: string;
  firstSeenAt: string;
  times: number;
  source: string;
  /** "door" or the step that refused it. */
  stage: string;
  /** Stable and countable, e.g. "span.missing_id". */
  code: string;
  reason: string;
  /** As it arrived; perhaps only the beginning of `rawSize` characters. */
  raw: string;
  rawSize: number;
  /** Of a request that could not be read: where it came in, and how many bytes it had. "" and 0 for events. */
  door: string;
  bodySize: number;
  /** A replay stored it since. */
  replayed: boolean;
}

export interface WholeRejectedEvent extends RejectedEventRow {
  /** The bytes of the request as base64, "" for an event; at most the first mebibyte. */
  body: string;
}

export interface RejectedEventGroup {
  code: string;
  source: string;
  /** Of the latest one. */
  reason: string;
  total: number;
  lastAt: string;
}
