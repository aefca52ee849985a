import { type ScoreEvent, type SpanKind, type SpanPartEvent, spanKinds } from "@plumbline/contracts/events";
import { Body, EventProblem } from "./classic/body.ts";
import { type ObservationType, observationTypes } from "./classic/event-types.ts";
import { readObservationFields } from "./classic/observation.ts";
import { isTypeGuessed, readScore } from "./classic/score.ts";
import { readTraceFields } from "./classic/trace.ts";
import { isRecord } from "./parsed-json.ts";

export type ClassicResult =
  | { ok: true; event: SpanPartEvent | ScoreEvent }
  /** Acknowledged, but nothing to store. */
  | { ok: true; ignored: string }
  | { ok: false; status: number; code: string; reason: string };

/** How far ahead of us a client's clock may be; beyond it no later update could ever win. */
const maxAheadUs = 3_600_000_000;
const observationKinds = spanKinds.filter((kind) => kind !== "TRACE");

/**
 * One event of Langfuse's batch protocol. `nowUs` bounds the event's time. Codes: event.not_an_object,
 * event.unknown_type, event.invalid_field, event.missing_id, event.too_deep, score.missing_target.
 */
export function decodeClassicEvent(event: unknown, context: { nowUs: number }): ClassicResult {
  try {
    return decode(event, context.nowUs);
  } catch (error) {
    if (error instanceof EventProblem) return refuse(error.code, error.message);
    // Only writing a structure as text can exhaust the stack here.
    if (error instanceof RangeError) return refuse("event.too_deep", "The event is nested too deeply.");
    throw error;
  }
}

function refuse(code: string, reason: string): ClassicResult {
  return { ok: false, status: 400, code, reason };
}

function decode(event: unknown, nowUs: number): ClassicResult {
  if (!isRecord(event)) throw new EventProblem("event.not_an_object", "The event must be an object.");
  const envelope = new Body(event, "");
  const eventId = envelope.requiredId("id");
  const type = envelope.text("type");
  if (type === "sdk-log") return { ok: true, ignored: type };
  const observationType = observationTypes.get(type ?? "");
  if (observationType === undefined && type !== "trace-create" && type !== "score-create") {
    throw new EventProblem("event.unknown_type", `The event type ${JSON.stringify(type)} is not known.`);
  }
  const sentUs = envelope.timeUs("timestamp");
  if (sentUs === undefined) throw envelope.problem("timestamp", "an ISO 8601 time with a zone");
  const timeUs = Math.min(sentUs, nowUs + maxAheadUs);
  const fields = envelope.record("body");
  if (fields === undefined) throw envelope.problem("body", "an object");
  const body = new Body(fields, "body.");
  if (type === "score-create") {
    const score = readScore(body, eventId, timeUs);
    const guess = score.configId !== undefined && isTypeGuessed(body) ? { typeIsGuess: true as const } : {};
    return { ok: true, event: { type: "score", eventId, timeUs, ...guess, score } };
  }
  const part =
    observationType === undefined ? readTrace(body, timeUs) : readObservation(body, observationType, timeUs);
  return { ok: true, event: { type: "part", eventId, timeUs, ...part } };
}

type Part = Pick<SpanPartEvent, "op" | "traceId" | "spanId" | "fields">;

function readTrace(body: Body, timeUs: number): Part {
  return { op: "create", traceId: body.requiredId("id"), spanId: "", fields: readTraceFields(body, timeUs) };
}

function readObservation(body: Body, type: ObservationType, timeUs: number): Part {
  const spanId = body.requiredId("id");
  return {
    op: type.op,
    // Outside any trace an observation is a trace of its own.
    traceId: body.id("traceId") ?? spanId,
    spanId,
    fields: readObservationFields(
      body,
      type.kind ?? legacyKind(body, type),
      type.op === "create" ? timeUs : undefined,
    ),
  };
}

/** Only the legacy observation events carry their type in the body. */
function legacyKind(body: Body, type: ObservationType): SpanKind | undefined {
  return body.oneOf("type", observationKinds) ?? (type.op === "create" ? "SPAN" : undefined);
}
