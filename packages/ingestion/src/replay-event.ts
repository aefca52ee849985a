import type { IngestEvent, IngestSource, RejectedRequest, SpanPartEvent } from "@plumbline/contracts/events";
import { decodeClassicEvent } from "@plumbline/spans/decode-classic";
import { decodeOtlpJson, type SpanRejection } from "@plumbline/spans/decode-otlp";
import { z } from "zod";

/** A refused event as it is kept. */
export interface DeadLetter {
  eventId: string;
  receivedAtUs: number;
  source: string;
  stage: string;
  code: string;
  reason: string;
  raw: string;
  /** Characters of the whole; `raw` may be only its beginning. */
  rawSize: number;
  /** Of a request that could not be read. */
  request?: RejectedRequest;
}

/** What a dead letter is worth today: the event that it holds, or a refusal with today's reason. */
export function eventOfDeadLetter(letter: DeadLetter): IngestEvent {
  if (letter.rawSize > letter.raw.length) {
    return refuseAgain(
      letter,
      "replay.cut",
      `Only the first ${letter.raw.length} of its ${letter.rawSize} characters were kept; send it again.`,
    );
  }
  const parsed = parse(letter.raw);
  if (parsed === undefined) return refuseAgain(letter, "replay.unreadable", unreadable);
  const own = ownEvent(letter, parsed);
  if (own !== null) return own;
  if (letter.source === "langfuse") return classicEvent(letter, parsed);
  if (letter.source === "otlp") return otlpEvent(letter, parsed);
  return refuseAgain(letter, "replay.unreadable", unreadable);
}

const unreadable = "It cannot be read; send it again.";
const sources: readonly IngestSource[] = [
  "otlp",
  "langfuse",
  "api",
  "langsmith",
  "openai-agents",
  "opik",
  "gateway",
];

/** A damaged record of the journal no longer says where it came from. */
export function sourceOf(letter: DeadLetter): IngestSource {
  return sources.find((source) => source === letter.source) ?? "api";
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** Keeps the id and all that was kept, so that the refusal takes the place of the one before. */
export function refuseAgain(letter: DeadLetter, code: string, why: string): IngestEvent {
  const { eventId, receivedAtUs: timeUs, raw, rawSize, request } = letter;
  const first =
    code === letter.code || letter.code.startsWith("replay.")
      ? ""
      : ` First refused as ${letter.code}: ${letter.reason}`;
  const reason = `${why}${first}`.slice(0, 1_000);
  const event: IngestEvent = { type: "rejected", eventId, timeUs, code, reason, raw, rawSize };
  return request === undefined ? event : { ...event, request };
}

const text = z.string();
const id = text.max(4_096);
const fieldValue = z.union([
  text,
  z.number(),
  z.boolean(),
  z.array(text),
  z.record(text, z.union([text, z.number()])),
]);
const fields = z.record(text, fieldValue);
/** As far as a row needs it; the accept steps look at the values once more. */
const decodedEvent = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("span"),
    traceId: id,
    spanId: id,
    fields: fields.and(z.object({ startTimeUs: z.number() })),
  }),
  z.object({
    type: z.literal("part"),
    eventId: id,
    op: z.enum(["create", "update"]),
    timeUs: z.number(),
    traceId: id,
    spanId: id,
    fields,
  }),
  z.object({
    type: z.literal("score"),
    eventId: id,
    timeUs: z.number(),
    score: z.object({ id, name: text, dataType: text, source: text, timestampUs: z.number() }).loose(),
  }),
]);
const foldedSpan = z.object({ traceId: id, spanId: id, fields: z.array(text), values: z.array(text) });

/** Refusals of the accept steps keep our own event; those of a decoder keep what the client sent. */
const ownCodes =
  /^(span|score)\.(missing_id|id_too_long|invalid_id|time_out_of_range|invalid_\w+|missing_name|too_\w+|config_\w+)$/;

/** A client must not pass its own JSON off as an event that was decoded. */
function ownEvent(letter: DeadLetter, parsed: unknown): IngestEvent | null {
  if (letter.stage !== "drain" && !ownCodes.test(letter.code)) return null;
  if (isDecoded(parsed)) return parsed;
  const folded = foldedSpan.safeParse(parsed);
  if (letter.stage !== "drain" || !folded.success) return null;
  const { traceId, spanId } = folded.data;
  // Its parts are stored; a part without fields has them folded anew.
  const part: SpanPartEvent = {
    type: "part",
    eventId: `replay:${traceId}:${spanId}`.slice(0, 800),
    op: "update",
    timeUs: letter.receivedAtUs,
    traceId,
    spanId,
    fields: {},
  };
  return part;
}

function isDecoded(value: unknown): value is IngestEvent {
  return decodedEvent.safeParse(value).success;
}

function classicEvent(letter: DeadLetter, parsed: unknown): IngestEvent {
  const decoded = decodeClassicEvent(parsed, { nowUs: letter.receivedAtUs });
  if (!decoded.ok) return refuseAgain(letter, decoded.code, decoded.reason);
  if ("ignored" in decoded)
    return refuseAgain(letter, "replay.nothing_to_store", "It holds nothing to store.");
  return decoded.event;
}

function otlpEvent(letter: DeadLetter, parsed: unknown): IngestEvent {
  const events: IngestEvent[] = [];
  const rejections: SpanRejection[] = [];
  const request = { resourceSpans: [{ scopeSpans: [{ spans: [parsed] }] }] };
  try {
    const turns = decodeOtlpJson(
      request,
      (event) => events.push(event),
      (rejection) => rejections.push(rejection),
    );
    while (turns.next().done !== true);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuseAgain(letter, "replay.unreadable", why);
  }
  const [event] = events;
  const [rejection] = rejections;
  if (event !== undefined) return event;
  if (rejection !== undefined) return refuseAgain(letter, rejection.code, rejection.reason);
  return refuseAgain(letter, "replay.nothing_to_store", "It holds no span.");
}
