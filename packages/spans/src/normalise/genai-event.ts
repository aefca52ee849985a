import { cleanText } from "../clean-text.ts";
import { codeOf } from "../conventions/table.ts";
import { type AttributeValue, attributeText, isEmptyValue, JsonText } from "../otlp/raw-span.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";
import { withoutInlineMedia } from "./media.ts";

/** What a GenAI event says of its span. Texts are JSON or plain, as fields of a span are. */
export interface EventContent {
  /** Name of the event. */
  event: string;
  /** One message (input, choice), or everything at once (details), or how the call failed. */
  kind: "message" | "choice" | "details" | "exception";
  /** JSON text of the message. */
  message?: string;
  input?: string;
  output?: string;
  systemInstructions?: string;
  toolDefinitions?: string;
  errorType?: string;
  errorMessage?: string;
}

const messageRoles = new Map([
  ["gen_ai.system.message", "system"],
  ["gen_ai.user.message", "user"],
  ["gen_ai.assistant.message", "assistant"],
  ["gen_ai.tool.message", "tool"],
]);

const choiceEvent = "gen_ai.choice";
export const detailsEvent = "gen_ai.client.inference.operation.details";
export const evaluationEvent = "gen_ai.evaluation.result";
const exceptionEvent = "gen_ai.client.operation.exception";

const contentEvents: ReadonlySet<string> = new Set([
  ...messageRoles.keys(),
  choiceEvent,
  detailsEvent,
  exceptionEvent,
]);

export function isContentEvent(name: string): boolean {
  return contentEvents.has(name);
}

/** Null when the event carries nothing: clients that capture no content send empty bodies. */
export function readContentEvent(
  name: string,
  body: AttributeValue,
  keys: readonly string[],
  values: readonly AttributeValue[],
): EventContent | null {
  if (name === detailsEvent) return readDetails(body, keys, values);
  if (name === exceptionEvent) return readException(keys, values);
  const role = messageRoles.get(name);
  const isChoice = name === choiceEvent;
  if (role === undefined && !isChoice) return null;
  const given = readBody(withoutInlineMedia(body), keys, values);
  const message = isChoice
    ? choiceMessage(given)
    : { role, ...(role === "tool" ? toolMessage(given) : given) };
  if (Object.keys(message).every((key) => emptyKeys.has(key))) return null;
  return { event: name, kind: isChoice ? "choice" : "message", message: JSON.stringify(message) };
}

/** What is left of a message whose content was not captured. */
const emptyKeys = new Set(["role", "index", "finish_reason", "tool_call_id"]);

/** The id of a tool's answer is that of the call. */
function toolMessage(given: Record<string, unknown>): Record<string, unknown> {
  const { id, ...rest } = given;
  return id === undefined || "tool_call_id" in rest ? given : { tool_call_id: id, ...rest };
}

/** The body, else the attribute in which older instrumentations put it, else single attributes. */
function readBody(
  body: AttributeValue,
  keys: readonly string[],
  values: readonly AttributeValue[],
): Record<string, unknown> {
  const whole = isEmptyValue(body) ? attributeOf(keys, values, "gen_ai.event.content") : body;
  if (whole !== undefined && whole !== null) {
    const text = attributeText(whole);
    const parsed = whole instanceof JsonText || text.startsWith("{") ? tryParseJson(text) : undefined;
    return isRecord(parsed) ? parsed : { content: parsed ?? text };
  }
  const message: Record<string, unknown> = {};
  for (const name of ["role", "content", "id", "name", "index", "finish_reason", "message", "tool_calls"]) {
    const value = attributeOf(keys, values, name);
    if (value === undefined) continue;
    const text = attributeText(value);
    const isStructure = value instanceof JsonText || text.startsWith("{") || text.startsWith("[");
    message[name] =
      (isStructure ? tryParseJson(text) : undefined) ?? (typeof value === "number" ? value : text);
  }
  return message;
}

/** A choice wraps its message; older and newer forms lay its fields beside the reason. */
function choiceMessage(given: Record<string, unknown>): Record<string, unknown> {
  const { message, ...beside } = given;
  if (isRecord(message)) return { role: "assistant", ...message, ...beside };
  if (message === undefined || message === null) return { role: "assistant", ...beside };
  return { role: "assistant", content: message, ...beside };
}

const detailKeys = [
  ["gen_ai.input.messages", "input"],
  ["gen_ai.output.messages", "output"],
  ["gen_ai.system_instructions", "systemInstructions"],
  ["gen_ai.tool.definitions", "toolDefinitions"],
] as const;

function readDetails(
  body: AttributeValue,
  keys: readonly string[],
  values: readonly AttributeValue[],
): EventContent | null {
  const content: EventContent = { event: detailsEvent, kind: "details" };
  const parsed = body instanceof JsonText ? tryParseJson(body.text) : undefined;
  let isEmpty = true;
  for (const [key, field] of detailKeys) {
    const value = attributeOf(keys, values, key);
    const inBody = isRecord(parsed) && Object.hasOwn(parsed, key) ? parsed[key] : undefined;
    const text = value === undefined ? bodyText(inBody) : attributeText(value);
    if (text === undefined || text === "") continue;
    content[field] = text;
    isEmpty = false;
  }
  return isEmpty ? null : content;
}

function bodyText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function readException(keys: readonly string[], values: readonly AttributeValue[]): EventContent | null {
  const type = attributeOf(keys, values, "exception.type");
  const message = attributeOf(keys, values, "exception.message") ?? type;
  if (message === undefined) return null;
  const errorMessage = attributeText(message);
  const content: EventContent = { event: exceptionEvent, kind: "exception", errorMessage };
  if (type !== undefined) content.errorType = attributeText(type);
  return content;
}

/** Undefined for what is absent or empty. */
export function attributeOf(
  keys: readonly string[],
  values: readonly AttributeValue[],
  key: string,
): AttributeValue | undefined {
  const value = values[keys.indexOf(key)];
  return value === undefined || isEmptyValue(value) ? undefined : withoutInlineMedia(value);
}

/** One event among others of its span: when it happened, and its place when times are equal. */
export interface PlacedContent {
  content: EventContent;
  timeUs: number;
  observedUs: number;
  /** Place within its request. */
  order: number;
}

export interface JoinedContent {
  input?: string;
  output?: string;
  systemInstructions?: string;
  toolDefinitions?: string;
  errorType?: string;
  errorMessage?: string;
  /** Codes of the events, for `claimedKeys`. */
  codes: string;
}

/** All events of one span as its fields. Messages in the order in which they happened; details win. */
export function joinContent(events: readonly PlacedContent[]): JoinedContent {
  const sorted = [...events].sort(byTime);
  const codes = [...new Set(sorted.map(({ content }) => codeOf(content.event)))].sort().join("");
  const joined: JoinedContent = { codes };
  const input: string[] = [];
  const output: string[] = [];
  for (const { content } of sorted) {
    if (content.kind === "message" && content.message !== undefined) input.push(content.message);
    else if (content.kind === "choice" && content.message !== undefined) output.push(content.message);
  }
  if (input.length > 0) joined.input = `[${input.join(",")}]`;
  if (output.length > 0) joined.output = `[${output.join(",")}]`;
  for (const { content } of sorted) {
    if (content.kind === "details") {
      if (content.input !== undefined) joined.input = content.input;
      if (content.output !== undefined) joined.output = content.output;
      if (content.systemInstructions !== undefined) joined.systemInstructions = content.systemInstructions;
      if (content.toolDefinitions !== undefined) joined.toolDefinitions = content.toolDefinitions;
    } else if (content.kind === "exception") {
      if (content.errorMessage !== undefined) joined.errorMessage = content.errorMessage;
      if (content.errorType !== undefined) joined.errorType = content.errorType;
    }
  }
  return joined;
}

function byTime(left: PlacedContent, right: PlacedContent): number {
  return left.timeUs - right.timeUs || left.observedUs - right.observedUs || left.order - right.order;
}

/** The register of one log event; `readLogEvent` reads it back. */
export function writeLogEvent({ content, timeUs, observedUs, order }: PlacedContent): string {
  return JSON.stringify({ ...content, at: [timeUs, observedUs, order] });
}

/** Null for what no version of this function's counterpart wrote. */
export function readLogEvent(text: string): PlacedContent | null {
  const parsed = tryParseJson(text);
  if (!isRecord(parsed) || !Array.isArray(parsed["at"])) return null;
  const [timeUs = 0, observedUs = 0, order = 0] = parsed["at"].map(Number);
  const kind = (["message", "choice", "details", "exception"] as const).find(
    (name) => name === parsed["kind"],
  );
  if (kind === undefined) return null;
  const event = typeof parsed["event"] === "string" ? parsed["event"] : "";
  const content: EventContent = { event, kind };
  for (const name of contentTexts) {
    const value = parsed[name];
    if (typeof value === "string") content[name] = cleanText(value);
  }
  return { content, timeUs, observedUs, order };
}

const contentTexts = [
  "message",
  "input",
  "output",
  "systemInstructions",
  "toolDefinitions",
  "errorType",
  "errorMessage",
] as const;
