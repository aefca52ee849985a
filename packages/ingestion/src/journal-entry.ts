import type { IngestEvent, IngestSource, JournalEntry } from "@plumbline/contracts/events";
import { decodeGatewayRecord, isGatewayRecord } from "./gateway-record.ts";

const maxEvents = 500;
const maxCharacters = 1024 * 1024;

export interface EncodedEntry {
  payload: Buffer;
  rows: number;
}

interface EntryInput {
  projectId: string;
  source: IngestSource;
  receivedAtUs: number;
  replay?: JournalEntry["replay"];
  events: readonly IngestEvent[];
}

/**
 * The journal records of one request: at most 500 events and about 1 MiB each; a larger event gets a
 * record of its own. Every event is turned into text once.
 */
export function encodeEntries(input: EntryInput): EncodedEntry[] {
  const replay = input.replay === undefined ? "" : `"replay":${JSON.stringify(input.replay)},`;
  const head = `{"v":1,"projectId":${JSON.stringify(input.projectId)},"source":"${input.source}","receivedAtUs":${input.receivedAtUs},${replay}"events":[`;
  const entries: EncodedEntry[] = [];
  let text = head;
  let rows = 0;
  for (const event of input.events) {
    const encoded = JSON.stringify(event);
    if (rows > 0 && (rows >= maxEvents || text.length + encoded.length > maxCharacters)) {
      entries.push({ payload: Buffer.from(`${text}]}`), rows });
      text = head;
      rows = 0;
    }
    text += rows === 0 ? encoded : `,${encoded}`;
    rows += 1;
  }
  if (rows > 0) entries.push({ payload: Buffer.from(`${text}]}`), rows });
  return entries;
}

/** Throws when the bytes are not an entry of this version; they passed their checksum, so this is a bug. */
export function decodeEntry(payload: Uint8Array): JournalEntry {
  if (isGatewayRecord(payload)) return decodeGatewayRecord(payload);
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
  const entry: JournalEntry = JSON.parse(text);
  if (entry.v !== 1) throw new TypeError(`Journal entry of unknown version ${String(entry.v)}`);
  return entry;
}

/** What its sender would look for. */
export function eventIdOf(event: IngestEvent): string {
  return event.type === "span" ? `${event.traceId}:${event.spanId}` : event.eventId;
}
