import type { IngestEvent, ScoreEvent, SpanFields } from "@plumbline/contracts/events";

/** Why an event is refused: a stable code that can be counted, and a sentence for its sender. */
export interface Refusal {
  code: string;
  reason: string;
}

export interface AcceptContext {
  /** Received at, in microseconds. */
  nowUs: number;
}

/** Looks at one event, may correct it in place, and refuses it by returning why. */
export interface AcceptStep {
  readonly name: string;
  run(event: IngestEvent, context: AcceptContext): Refusal | null;
}

const maxIdCharacters = 800;
const maxNameCharacters = 1_000;
const maxTextCharacters = 32 * 1024 * 1024;
const maxTags = 200;
/** Decimal(18, 12) has six digits before the point. */
const maxCostUsd = 1_000_000;
const maxUInt32 = 4_294_967_295;
/** Far beyond any call, and far enough from 2^53 for sums of counts to stay exact. */
const maxTokens = 1e12;

const earliestUs = Date.UTC(2015, 0, 1) * 1_000;
const dayUs = 86_400_000_000;

/** In this order; the first refusal wins. Refused events (type "rejected") pass through untouched. */
export const acceptSteps: readonly AcceptStep[] = [
  { name: "ids", run: checkIds },
  { name: "times", run: boundTimes },
  { name: "amounts", run: checkAmounts },
  { name: "sizes", run: capSizes },
];

function checkIds(event: IngestEvent): Refusal | null {
  switch (event.type) {
    case "span":
      return (
        idFault("span", "traceId", event.traceId, true) ??
        idFault("span", "spanId", event.spanId, true) ??
        idFault("span", "parentSpanId", event.fields.parentSpanId, false)
      );
    case "part":
      return (
        idFault("span", "eventId", event.eventId, true) ??
        idFault("span", "traceId", event.traceId, true) ??
        idFault("span", "spanId", event.spanId, false) ??
        idFault("span", "parentSpanId", event.fields.parentSpanId, false)
      );
    case "score":
      return scoreIdFault(event.score);
    case "rejected":
      return null;
  }
}

function scoreIdFault(score: ScoreEvent["score"]): Refusal | null {
  if (score.name === "") return { code: "score.missing_name", reason: "A score needs a name." };
  return (
    idFault("score", "id", score.id, true) ??
    idFault("score", "traceId", score.traceId, false) ??
    idFault("score", "observationId", score.observationId, false) ??
    idFault("score", "sessionId", score.sessionId, false) ??
    idFault("score", "datasetRunId", score.datasetRunId, false) ??
    idFault("score", "configId", score.configId, false) ??
    idFault("score", "queueId", score.queueId, false)
  );
}

function idFault(entity: string, field: string, id: string | undefined, required: boolean): Refusal | null {
  if (id === undefined || id === "") {
    return required ? { code: `${entity}.missing_id`, reason: `${field} is missing.` } : null;
  }
  if (id.length > maxIdCharacters) {
    return {
      code: `${entity}.id_too_long`,
      reason: `${field} has ${id.length} characters; the limit is ${maxIdCharacters}.`,
    };
  }
  if (id.includes("\u0000")) {
    return { code: `${entity}.invalid_id`, reason: `${field} contains a NUL character.` };
  }
  return null;
}

function boundTimes(event: IngestEvent, context: AcceptContext): Refusal | null {
  switch (event.type) {
    case "span":
      return spanTimeFault(event.fields, context);
    case "part":
      event.timeUs = boundEventTime(event.timeUs, context);
      return spanTimeFault(event.fields, context);
    case "score":
      event.timeUs = boundEventTime(event.timeUs, context);
      return timeFault("score", "timestamp", event.score.timestampUs, context);
    case "rejected":
      return null;
  }
}

function spanTimeFault(fields: SpanFields, context: AcceptContext): Refusal | null {
  return (
    timeFault("span", "startTime", fields.startTimeUs, context) ??
    timeFault("span", "endTime", fields.endTimeUs, context) ??
    timeFault("span", "completionStartTime", fields.completionStartTimeUs, context)
  );
}

function timeFault(
  entity: string,
  field: string,
  us: number | undefined,
  context: AcceptContext,
): Refusal | null {
  if (us === undefined) return null;
  if (Number.isSafeInteger(us) && us >= earliestUs && us <= context.nowUs + dayUs) return null;
  return {
    code: `${entity}.time_out_of_range`,
    reason: `${field} must lie between 2015-01-01 and one day from now.`,
  };
}

/**
 * The event time only decides which update is the later one. A clock that runs ahead would win for ever,
 * so such an event counts as sent when it arrived.
 */
function boundEventTime(us: number, context: AcceptContext): number {
  if (!Number.isSafeInteger(us) || us > context.nowUs + dayUs) return context.nowUs;
  return us < earliestUs ? earliestUs : us;
}

function checkAmounts(event: IngestEvent): Refusal | null {
  if (event.type === "rejected") return null;
  if (event.type === "score") {
    const { value } = event.score;
    if (value === undefined || Number.isFinite(value)) return null;
    return { code: "score.invalid_value", reason: "The value of a score must be a finite number." };
  }
  const { usageDetails, givenCost, promptVersion } = event.fields;
  for (const key in usageDetails) {
    const count = usageDetails[key];
    if (count === undefined || !Number.isInteger(count) || count < 0 || count > maxTokens) {
      return { code: "span.invalid_usage", reason: `usage ${quote(key)} is not a count of tokens.` };
    }
  }
  for (const key in givenCost) {
    if (!isCost(givenCost[key])) {
      return {
        code: "span.invalid_cost",
        reason: `cost ${quote(key)} is not an amount below 1,000,000 USD.`,
      };
    }
  }
  if (
    promptVersion !== undefined &&
    !(Number.isInteger(promptVersion) && promptVersion >= 0 && promptVersion <= maxUInt32)
  ) {
    return { code: "span.invalid_prompt_version", reason: "promptVersion is not a whole number." };
  }
  return null;
}

function isCost(text: string | undefined): boolean {
  if (text === undefined || text.length > 100) return false;
  const amount = Number(text);
  return text.trim() !== "" && amount >= 0 && amount < maxCostUsd;
}

const nameFields = [
  "name",
  "errorClass",
  "environment",
  "release",
  "version",
  "serviceName",
  "scopeName",
  "traceName",
  "userId",
  "sessionId",
  "feature",
  "provider",
  "modelRequested",
  "modelUsed",
  "promptName",
  "responseId",
] as const satisfies ReadonlyArray<keyof SpanFields>;

const textFields = [
  "statusMessage",
  "modelParameters",
  "input",
  "output",
  "traceInput",
  "traceOutput",
  "systemInstructions",
  "toolDefinitions",
] as const satisfies ReadonlyArray<keyof SpanFields>;

/** Cuts what is too long and names every cut field in the attribute `plumbline.truncated`. */
function capSizes(event: IngestEvent): null {
  if (event.type !== "span" && event.type !== "part") return null;
  const { fields } = event;
  let cut = "";
  for (const key of nameFields) {
    const value = fields[key];
    if (value === undefined || value.length <= maxNameCharacters) continue;
    fields[key] = value.slice(0, maxNameCharacters);
    cut += cut === "" ? key : `,${key}`;
  }
  for (const key of textFields) {
    const value = fields[key];
    if (value === undefined || value.length <= maxTextCharacters) continue;
    fields[key] = value.slice(0, maxTextCharacters);
    cut += cut === "" ? key : `,${key}`;
  }
  if (fields.tags !== undefined && fields.tags.length > maxTags) {
    fields.tags = fields.tags.slice(0, maxTags);
    cut += cut === "" ? "tags" : ",tags";
  }
  if (cut !== "") fields.attributes = { ...fields.attributes, "plumbline.truncated": cut };
  return null;
}

function quote(key: string): string {
  return JSON.stringify(key.slice(0, 100));
}
