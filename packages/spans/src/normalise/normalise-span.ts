import { type CompleteSpanEvent, type SpanFields, spanLevels } from "@plumbline/contracts/events";
import { cleanText } from "../clean-text.ts";
import { slotOf } from "../conventions/table.ts";
import { environmentName } from "../environment.ts";
import { classifyError } from "../error-class.ts";
import { attributeText, type RawEvent, type RawSpan } from "../otlp/raw-span.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";
import { isPlausibleTimeUs, parseIsoUs } from "../times.ts";
import { Claims } from "./claims.ts";
import { addContent, addMetadata, addModelParameters, textList } from "./content.ts";
import { eventsJson, findException } from "./events.ts";
import { kindOf } from "./kind.ts";
import { providerName } from "./provider.ts";
import type { SpanScope } from "./scope.ts";
import { addGivenCost, addUsage } from "./usage.ts";

const slot = {
  level: slotOf("level"),
  statusMessage: slotOf("statusMessage"),
  errorType: slotOf("errorType"),
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
const detailsEvent = "gen_ai.client.inference.operation.details";
const maxPromptVersion = 4_294_967_295;
const claims = new Claims();

/** A checked span in our terms. Whatever no convention claims ends in `attributes`; nothing fails here. */
export function normaliseSpan(span: RawSpan, scope: SpanScope): CompleteSpanEvent {
  claims.clear();
  claims.add(span.keys, span.values);
  for (const event of span.events) if (event.name === detailsEvent) claims.add(event.keys, event.values);
  const fields: CompleteSpanEvent["fields"] = { kind: kindOf(claims), startTimeUs: span.startUs };
  if (span.parentSpanId !== "") fields.parentSpanId = span.parentSpanId;
  if (span.name !== "") fields.name = span.name;
  if (span.endUs !== 0) fields.endTimeUs = span.endUs;
  addFirstToken(span.startUs, fields);
  addOutcome(span, fields);
  addOrigin(scope, fields);
  addTrace(fields);
  addModel(fields);
  addModelParameters(claims, fields);
  addPrompt(fields);
  addUsage(claims, scope.name, fields);
  addGivenCost(claims, fields);
  addContent(claims, fields);
  addMetadata(claims, fields);
  addAttributes(span, scope, fields);
  return { type: "span", traceId: span.traceId, spanId: span.spanId, fields };
}

function addFirstToken(startUs: number, fields: SpanFields): void {
  const role = claims.role(slot.firstToken);
  if (role === null) return;
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
    if (span.statusCode === 2) fields.level = "ERROR";
  }
  const exception = span.events.length === 0 ? undefined : findException(span.events);
  const message = claims.text(slot.statusMessage) ?? (span.statusMessage || exception?.message);
  if (message) fields.statusMessage = message;
  if (fields.level === "ERROR") {
    fields.errorClass = classifyError(claims.text(slot.errorType), exception?.type, message);
  }
}

function addOrigin({ name: scopeName, shared }: SpanScope, fields: SpanFields): void {
  const environment = claims.text(slot.environment) ?? shared.environment;
  if (environment !== "") {
    fields.environment = environmentName(environment);
    if (fields.environment !== environment) claims.keep("deployment.environment.name", environment);
  }
  const release = claims.text(slot.release) ?? shared.release;
  if (release !== "") fields.release = release;
  const version = claims.text(slot.version) ?? shared.version;
  if (version !== "") fields.version = version;
  const serviceName = claims.text(slot.serviceName) ?? shared.serviceName;
  if (serviceName !== "") fields.serviceName = serviceName;
  if (scopeName !== "") fields.scopeName = scopeName;
}

function addTrace(fields: SpanFields): void {
  const traceName = claims.text(slot.traceName);
  if (traceName !== undefined) fields.traceName = traceName;
  const userId = claims.text(slot.userId);
  if (userId !== undefined) fields.userId = userId;
  const sessionId = claims.text(slot.sessionId);
  if (sessionId !== undefined) fields.sessionId = sessionId;
  const feature = claims.text(slot.feature);
  if (feature !== undefined) fields.feature = feature;
  if (claims.role(slot.tags) !== null) fields.tags = textList(claims.value(slot.tags));
  const isPublic = claims.text(slot.public);
  if (isPublic === "true" || isPublic === "false") fields.public = isPublic === "true";
  else claims.giveBack(slot.public);
}

function addModel(fields: SpanFields): void {
  const provider = claims.text(slot.provider);
  if (provider !== undefined) fields.provider = providerName(provider);
  const modelRequested = claims.text(slot.modelRequested);
  if (modelRequested !== undefined) fields.modelRequested = modelRequested;
  const modelUsed = claims.text(slot.modelUsed);
  if (modelUsed !== undefined) fields.modelUsed = modelUsed;
  const responseId = claims.text(slot.responseId);
  if (responseId !== undefined) fields.responseId = responseId;
  if (claims.role(slot.finishReasons) !== null) {
    fields.finishReasons = textList(claims.value(slot.finishReasons)).map(finishReason);
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
  if (name === undefined && isRecord(parsed) && typeof parsed["name"] === "string") {
    fields.promptName = cleanText(parsed["name"]);
    if (isPromptVersion(parsed["version"])) fields.promptVersion = parsed["version"];
  } else claims.giveBack(slot.promptLink);
}

function isPromptVersion(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maxPromptVersion;
}

function addAttributes(span: RawSpan, scope: SpanScope, fields: SpanFields): void {
  const { attributeKeys, attributeTexts } = scope.shared;
  if (scope.version !== "") claims.keep("scope.version", scope.version);
  const kindName = spanKindNames[span.kind] ?? "";
  if (kindName !== "") claims.keep("otel.kind", kindName);
  if (span.linkCount > 0) claims.keep("otel.links", span.linkCount);
  const events: readonly RawEvent[] = span.events.filter((event) => event.name !== detailsEvent);
  if (events.length > 0) claims.keep("otel.events", eventsJson(events));
  for (let index = 0; index < attributeKeys.length; index++) {
    claims.keep(attributeKeys[index] ?? "", attributeTexts[index] ?? "");
  }
  if (claims.attributes !== undefined) fields.attributes = claims.attributes;
}
