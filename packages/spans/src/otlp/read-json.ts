import { cleanText } from "../clean-text.ts";
import { isRecord } from "../parsed-json.ts";
import type { RawLog } from "./raw-log.ts";
import {
  type AttributeValue,
  attributeJson,
  JsonText,
  mapJson,
  maxNesting,
  type RawEvent,
  type RawResource,
  type RawScope,
  type RawSpan,
} from "./raw-span.ts";
import { logNotAnObject, spanNotAnObject, spanTooDeep } from "./span-problem.ts";

const integerPattern = /^-?\d{1,20}$/;
const nanosPattern = /^\d{1,20}$/;

/** Reads one span of OTLP/JSON into `span`, which the caller has cleared. Unknown fields are ignored. */
export function readSpanJson(json: unknown, span: RawSpan): void {
  if (!isRecord(json)) throw spanNotAnObject;
  span.traceId = id(json["traceId"]);
  span.spanId = id(json["spanId"]);
  span.parentSpanId = id(json["parentSpanId"]);
  span.name = string(json["name"]);
  span.kind = enumeration(json["kind"]);
  span.startUs = micros(json["startTimeUnixNano"]);
  span.endUs = micros(json["endTimeUnixNano"]);
  readAttributes(json["attributes"], span.keys, span.values, 0);
  const { status, events, links } = json;
  if (isRecord(status)) {
    span.statusCode = enumeration(status["code"]);
    span.statusMessage = string(status["message"]);
  }
  if (Array.isArray(events))
    for (const event of events) if (isRecord(event)) span.events.push(readEvent(event));
  if (Array.isArray(links)) span.linkCount = links.length;
}

/** Reads one log record of OTLP/JSON into `log`, which the caller has cleared. */
export function readLogJson(json: unknown, log: RawLog): void {
  if (!isRecord(json)) throw logNotAnObject;
  log.traceId = id(json["traceId"]);
  log.spanId = id(json["spanId"]);
  log.eventName = string(json["eventName"]);
  log.timeUs = micros(json["timeUnixNano"]);
  log.observedUs = micros(json["observedTimeUnixNano"]);
  log.body = readAnyValue(json["body"], 0);
  log.isSpan = json["startTimeUnixNano"] !== undefined;
  readAttributes(json["attributes"], log.keys, log.values, 0);
}

export function readResourceJson(json: unknown): RawResource {
  const resource: RawResource = { keys: [], values: [] };
  if (isRecord(json)) readAttributes(json["attributes"], resource.keys, resource.values, 0);
  return resource;
}

export function readScopeJson(json: unknown): RawScope {
  return isRecord(json)
    ? { name: string(json["name"]), version: string(json["version"]) }
    : { name: "", version: "" };
}

function readEvent(json: Record<string, unknown>): RawEvent {
  const event: RawEvent = {
    name: string(json["name"]),
    timeUs: micros(json["timeUnixNano"]),
    keys: [],
    values: [],
  };
  readAttributes(json["attributes"], event.keys, event.values, 0);
  return event;
}

function readAttributes(json: unknown, keys: string[], values: AttributeValue[], depth: number): void {
  if (!Array.isArray(json)) return;
  for (const entry of json) {
    if (!isRecord(entry)) continue;
    keys.push(string(entry["key"]));
    values.push(readAnyValue(entry["value"], depth));
  }
}

function readAnyValue(json: unknown, depth: number): AttributeValue {
  if (depth > maxNesting) throw spanTooDeep;
  if (!isRecord(json)) return null;
  if (typeof json["stringValue"] === "string") return cleanText(json["stringValue"]);
  if (typeof json["boolValue"] === "boolean") return json["boolValue"];
  if (json["intValue"] !== undefined) return integer(json["intValue"]);
  if (json["doubleValue"] !== undefined) return double(json["doubleValue"]);
  const { arrayValue, kvlistValue } = json;
  if (isRecord(arrayValue)) return readArray(arrayValue["values"], depth + 1);
  if (isRecord(kvlistValue)) {
    const keys: string[] = [];
    const values: AttributeValue[] = [];
    readAttributes(kvlistValue["values"], keys, values, depth + 1);
    return mapJson(keys, values);
  }
  return typeof json["bytesValue"] === "string" ? cleanText(json["bytesValue"]) : null;
}

function readArray(json: unknown, depth: number): JsonText {
  if (!Array.isArray(json)) return new JsonText("[]");
  return new JsonText(`[${json.map((item) => attributeJson(readAnyValue(item, depth))).join(",")}]`);
}

function string(json: unknown): string {
  return typeof json === "string" ? cleanText(json) : "";
}

function id(json: unknown): string {
  return typeof json === "string" ? cleanText(json.slice(0, 128)).toLowerCase() : "";
}

function enumeration(json: unknown): number {
  const value = typeof json === "string" ? Number(json) : json;
  return typeof value === "number" && Number.isInteger(value) ? value : 0;
}

function integer(json: unknown): AttributeValue {
  if (typeof json === "number") return json;
  if (typeof json !== "string" || !integerPattern.test(json)) return null;
  const value = Number(json);
  return Number.isSafeInteger(value) ? value + 0 : new JsonText(String(BigInt(json)));
}

function double(json: unknown): AttributeValue {
  if (typeof json === "number") return json;
  // Protobuf's JSON form writes what JSON lacks as "NaN", "Infinity" and "-Infinity".
  return typeof json === "string" && json.trim() !== "" ? Number(json) : null;
}

/** A number has already lost its nanoseconds, so it is rounded; text is cut, as protobuf times are. */
export function micros(json: unknown): number {
  if (json === undefined || json === null) return 0;
  if (typeof json === "number") return Math.round(json / 1000);
  if (typeof json !== "string" || !nanosPattern.test(json)) return Number.NaN;
  return json.length > 3 ? Number(json.slice(0, -3)) : 0;
}
