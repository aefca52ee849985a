import {
  type CompleteSpanEvent,
  type SpanFields,
  type SpanPartEvent,
  spanLevels,
} from "@plumbline/contracts/events";
import { cleanText } from "../clean-text.ts";
import { slotOf } from "../conventions/table.ts";
import { environmentName } from "../environment.ts";
import { classifyError } from "../error-class.ts";
import { attributeText, type RawEvent, type RawSpan } from "../otlp/raw-span.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";
import { isPlausibleTimeUs, parseIsoUs } from "../times.ts";
import { Claims } from "./claims.ts";
import { addContent, addMetadata, addModelParameters, textList } from "./content.ts";
import { addEventContent } from "./event-content.ts";
import { eventsJson, findException, findFirstToken, oldContentEvents } from "./events.ts";
import { detailsEvent } from "./genai-event.ts";
import { kindOf } from "./kind.ts";
import { providerName } from "./provider.ts";
import type { SpanScope } from "./scope.ts";
import { unquoted } from "./unquoted.ts";
import { addGivenCost, addUsage } from "./usage.ts";
import { addWholeCall } from "./whole-call.ts";

const slot = {
  pendingSpan: slotOf("pendingSpan"),
  mlflowType: slotOf("mlflowType"),
  operationName: slotOf("operationName"),
  level: slotOf("level"),
  levelNumber: slotOf("levelNumber"),
  statusMessage: slotOf("statusMessage"),
  errorType: slotOf("errorType"),
  httpStatus: slotOf("httpStatus"),
  environment: slotOf("environment"),
  release: slotOf("release"),
  version: slotOf("version"),
  serviceName: slotOf("serviceName"),
  traceName: slotOf("traceName"),
  userId: slotOf("userId"),
  sessionId: slotOf("sessionId"),
  feature: slotOf("feature"),
  tags: slotOf("tags"),
  public: slotOf("public"),
  provider: slotOf("provider"),
  modelRequested: slotOf("modelRequested"),
  modelUsed: slotOf("modelUsed"),
  promptName: slotOf("promptName"),
  promptVersion: slotOf("promptVersion"),
  promptLink: slotOf("promptLink"),
  responseId: slotOf("responseId"),
  finishReasons: slotOf("finishReasons"),
  firstToken: slotOf("firstToken"),
};

const spanKindNames = ["", "", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
const maxPromptVersion = 4_294_967_295;
const claims = new Claims();

/**
 * A checked span in our terms. Whatever no convention claims ends in `attributes`; nothing fails here.
 * A part is what does not stand alone: see `pendingPart` and `waitsForLogs`.
 */
export function normaliseSpan(span: RawSpan, scope: SpanScope): CompleteSpanEvent | SpanPartEvent {
  claims.clear();
  claims.add(span.keys, span.values);
  for (const event of span.events) {
    if (event.name === detailsEvent || oldContentEvents.has(event.name)) claims.add(event.keys, event.values);
  }
  claims.settleLists();
  if (span.parentSpanId === "") claims.giveBack(slot.pendingSpan);
  const fields: CompleteSpanEvent["fields"] = { kind: kindOf(claims), startTimeUs: span.startUs };
  if (span.parentSpanId !== "") fields.parentSpanId = span.parentSpanId;
  if (span.name !== "") fields.name = span.name;
  if (span.endUs !== 0) fields.endTimeUs = span.endUs;
  addFirstToken(span, fields);
  addOutcome(span, fields);
  addOrigin(scope, fields);
  addTrace(fields);
  addModel(fields);
  addModelParameters(claims, fields);
  addPrompt(fields);
  addUsage(claims, scope.name, fields);
  addGivenCost(claims, fields);
  addContent(claims, fields);
  addWholeCall(claims, fields);
  addMetadata(claims, fields);
  const { rest, codes } = addEventContent(span.events, fields);
  addAttributes(span, scope, rest, fields);
  addClaimedKeys(scope, codes, fields);
  const { traceId, spanId } = span;
  if (claims.role(slot.pendingSpan) !== null) return pendingPart(span, fields);
  if (!waitsForLogs(fields)) return { type: "span", traceId, spanId, fields };
  const timeUs = span.endUs || span.startUs;
  const eventId = `otlp:${timeUs}`;
  return { type: "part", eventId, op: "create", timeUs, traceId, spanId, fields, whole: true };
}

/** Messages of a model call that brings none may come as log events, before or after it. */
function waitsForLogs(fields: SpanFields): boolean {
  if (fields.kind !== "GENERATION" || fields.input !== undefined || fields.output !== undefined) return false;
  if (claims.role(slot.operationName) !== null) return true;
  const generation = claims.role(slot.provider)?.row.generation;
  return generation === "otel-genai" || generation === "otel-genai-old";
}

/**
 * Logfire announces a span when it starts, under an id of its own and with the real span as its parent. It
 * becomes the real span without an end, which the real one replaces when it comes.
 */
function pendingPart(span: RawSpan, fields: SpanFields): SpanPartEvent {
  const parent = claims.text(slot.pendingSpan) ?? "";
  delete fields.parentSpanId;
  delete fields.endTimeUs;
  if (/^(?!0{16})[0-9a-f]{16}$/.test(parent)) fields.parentSpanId = parent;
  if (fields.attributes !== undefined) delete fields.attributes["logfire.span_type"];
  return {
    type: "part",
    eventId: `pending:${span.spanId}`,
    op: "create",
    timeUs: span.startUs,
    traceId: span.traceId,
    spanId: span.parentSpanId,
    fields,
  };
}

function addFirstToken({ startUs, events }: RawSpan, fields: SpanFields): void {
  const role = claims.role(slot.firstToken);
  if (role === null) {
    const tokenUs = events.length === 0 ? undefined : findFirstToken(events);
    if (tokenUs !== undefined && tokenUs >= startUs) fields.completionStartTimeUs = tokenUs;
    return;
  }
  const value = attributeText(claims.value(slot.firstToken));
  const unit = role.row.unit;
  // Langfuse's SDKs quote the time twice, so that the text itself is JSON.
  const timeUs =
    unit === "iso"
      ? parseIsoUs(value.startsWith('"') ? value.slice(1, -1) : value)
      : startUs + Math.round(Number(value) * (unit === "after-ms" ? 1000 : 1_000_000));
  if (isPlausibleTimeUs(timeUs) && timeUs >= startUs - 86_400_000_000) fields.completionStartTimeUs = timeUs;
  else claims.giveBack(slot.firstToken);
}

function addOutcome(span: RawSpan, fields: SpanFields): void {
  const given = claims.text(slot.level)?.toUpperCase();
  const level = spanLevels.find((name) => name === given);
  if (level !== undefined) fields.level = level;
  else {
    claims.giveBack(slot.level);
    const ranked = span.statusCode === 2 ? "ERROR" : levelOf(claims.text(slot.levelNumber));
    if (ranked !== undefined) fields.level = ranked;
  }
  const exception = span.events.length === 0 ? undefined : findException(span.events);
  const message = claims.text(slot.statusMessage) ?? (span.statusMessage || exception?.message);
  if (message) fields.statusMessage = message;
  if (fields.level === "ERROR") {
    const status = claims.text(slot.httpStatus);
    fields.errorClass = classifyError(claims.text(slot.errorType), exception?.type, message, status);
  } else claims.giveBack(slot.httpStatus);
}

/** OpenTelemetry's severity numbers; information is the default and says nothing. */
function levelOf(text: string | undefined): SpanFields["level"] {
  const severity = Number(text ?? Number.NaN);
  if (severity >= 17) return "ERROR";
  if (severity >= 13) return "WARNING";
  return severity < 9 ? "DEBUG" : undefined;
}

function addOrigin({ name: scopeName, shared }: SpanScope, fields: SpanFields): void {
  const environment = claims.text(slot.environment) ?? shared.environment;
  if (environment !== "") {
    fields.environment = environmentName(environment);
    if (fields.environment !== environment) claims.keep("deployment.environment.name", environment);
    if (shared.environmentKey !== "" && environment !== shared.environment) {
      claims.keep(`resource.${shared.environmentKey}`, shared.environment);
    }
  }
  const release = claims.text(slot.release) ?? shared.release;
  if (release !== "") fields.release = release;
  const version = claims.text(slot.version) ?? shared.version;
  if (version !== "") fields.version = version;
  const serviceName = claims.text(slot.serviceName) ?? shared.serviceName;
  if (serviceName !== "") fields.serviceName = serviceName;
  if (scopeName !== "") fields.scopeName = scopeName;
}

/** Undefined when nothing was claimed; without the quotes that some SDKs (MLflow's on all of them) write. */
function plainText(at: number): string | undefined {
  const text = claims.text(at);
  const isQuoted = claims.role(at)?.row.unit === "quoted" || claims.role(slot.mlflowType) !== null;
  return text === undefined || !isQuoted ? text : unquoted(text);
}

function addTrace(fields: SpanFields): void {
  const traceName = claims.text(slot.traceName);
  if (traceName !== undefined) fields.traceName = traceName;
  const userId = plainText(slot.userId);
  if (userId !== undefined) fields.userId = userId;
  const sessionId = plainText(slot.sessionId);
  if (sessionId !== undefined) fields.sessionId = sessionId;
  const feature = claims.text(slot.feature);
  if (feature !== undefined) fields.feature = feature;
  if (claims.role(slot.tags) !== null) fields.tags = textList(claims.value(slot.tags));
  const isPublic = claims.text(slot.public);
  if (isPublic === "true" || isPublic === "false") fields.public = isPublic === "true";
  else claims.giveBack(slot.public);
}

function addModel(fields: SpanFields): void {
  const provider = plainText(slot.provider);
  if (provider !== undefined) fields.provider = providerName(provider);
  const modelRequested = claims.text(slot.modelRequested);
  if (modelRequested !== undefined) fields.modelRequested = modelRequested;
  const modelUsed = plainText(slot.modelUsed);
  if (modelUsed !== undefined) fields.modelUsed = modelUsed;
  const responseId = claims.text(slot.responseId);
  if (responseId !== undefined) fields.responseId = responseId;
  if (claims.role(slot.finishReasons) !== null) {
    fields.finishReasons = textList(claims.value(slot.finishReasons)).map(finishReason);
    // Frameworks note the failure of a call on the span around it, and here no more than this.
    if (fields.finishReasons.includes("error") && fields.level === undefined) {
      fields.level = "ERROR";
      fields.errorClass = classifyError(claims.text(slot.errorType));
    }
  }
}

/** SDKs spell one reason tool_call, tool-calls or tool_calls. */
function finishReason(text: string): string {
  const plain = text.replaceAll("-", "_");
  return plain === "tool_call" ? "tool_calls" : plain;
}

function addPrompt(fields: SpanFields): void {
  const name = claims.text(slot.promptName);
  if (name !== undefined) fields.promptName = name;
  const version = Number(claims.text(slot.promptVersion));
  if (isPromptVersion(version)) fields.promptVersion = version;
  else claims.giveBack(slot.promptVersion);
  const link = claims.text(slot.promptLink);
  if (link === undefined) return;
  const parsed = tryParseJson(link);
  const linked: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (name === undefined && isRecord(linked) && typeof linked["name"] === "string") {
    fields.promptName = cleanText(linked["name"]);
    const linkedVersion = Number(linked["version"] ?? Number.NaN);
    if (isPromptVersion(linkedVersion)) fields.promptVersion = linkedVersion;
  } else claims.giveBack(slot.promptLink);
}

function isPromptVersion(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maxPromptVersion;
}

function addAttributes(
  span: RawSpan,
  scope: SpanScope,
  events: readonly RawEvent[],
  fields: SpanFields,
): void {
  const { attributeKeys, attributeTexts } = scope.shared;
  if (scope.version !== "") claims.keep("scope.version", scope.version);
  const kindName = spanKindNames[span.kind] ?? "";
  if (kindName !== "") claims.keep("otel.kind", kindName);
  if (span.linkCount > 0) claims.keep("otel.links", span.linkCount);
  if (events.length > 0) claims.keep("otel.events", eventsJson(events));
  for (let index = 0; index < attributeKeys.length; index++) {
    claims.keep(attributeKeys[index] ?? "", attributeTexts[index] ?? "");
  }
  if (claims.attributes !== undefined) fields.attributes = claims.attributes;
}

/** Sections behind bars: keys of the span, of its resource, and events. */
function addClaimedKeys({ shared }: SpanScope, eventCodes: string, fields: SpanFields): void {
  const codes = claims.claimedCodes();
  if (eventCodes !== "") fields.claimedKeys = `${codes}|${shared.claimedCodes}|${eventCodes}`;
  else if (shared.claimedCodes !== "") fields.claimedKeys = `${codes}|${shared.claimedCodes}`;
  else if (codes !== "") fields.claimedKeys = codes;
}
