import type { SpanFields, SpanPartEvent } from "@plumbline/contracts/events";
import { classifyError } from "./error-class.ts";
import { type MapField, mapFields, plainFields } from "./field-names.ts";
import { Hash64 } from "./hash64.ts";
import { joinContent, type PlacedContent, readLogEvent } from "./normalise/genai-event.ts";
import { safeRecord } from "./safe-record.ts";

/**
 * One value that one event gives to one field. Of all registers of a field the greatest by (rank, timeUs,
 * hash, value) holds: updates beat creates, then the later event wins, and the rest breaks ties alike in
 * every order. `field` is a field's name, "<map field>.<key>", or a mark: "e:<hash of an event id>" counts
 * inputs, "s:<micros>" remembers a start time. `value` is JSON text, "" for marks.
 */
export interface Register {
  field: string;
  rank: 0 | 1;
  timeUs: number;
  hash: bigint;
  value: string;
}

export interface FoldedSpan {
  fields: SpanFields;
  /** How many different events went in. */
  version: number;
  /** Every start time that any event gave, ascending. */
  startTimesUs: number[];
  /** Only log events came so far: there is content, but no span yet that it belongs to. */
  awaitsSpan: boolean;
}

/** One register per present field; a null or undefined field is not sent and so erases nothing. */
export function toRegisters(event: SpanPartEvent): Register[] {
  const { fields, timeUs } = event;
  const rank = event.op === "update" ? 1 : 0;
  const eventHash = new Hash64().add(event.eventId);
  const registers: Register[] = [];
  const push = (field: string, content: unknown): void => {
    const value = JSON.stringify(content);
    registers.push({ field, rank, timeUs, hash: eventHash.copy().add(value).value(), value });
  };
  for (const [name, content] of Object.entries(fields)) {
    if (content === undefined || content === null) continue;
    if (plainFields.has(name)) push(name, content);
  }
  for (const mapField of mapFields) {
    for (const [key, text] of Object.entries(fields[mapField] ?? {})) push(`${mapField}.${key}`, text);
  }
  const mark = { rank, timeUs, hash: eventHash.value(), value: "" } as const;
  registers.push({ field: `e:${eventHash.hex()}`, ...mark });
  if (typeof fields.startTimeUs === "number") registers.push({ field: `s:${fields.startTimeUs}`, ...mark });
  return registers;
}

/** Reads back what is left of the registers of one span, in any order. Fields it does not know are passed over. */
export function fromRegisters(registers: Iterable<{ field: string; value: string }>): FoldedSpan {
  const plain: Record<string, unknown> = {};
  const maps: Partial<Record<MapField, Record<string, string>>> = {};
  const startTimesUs: number[] = [];
  let version = 0;
  for (const { field, value } of registers) {
    if (field.startsWith("e:")) version++;
    else if (field.startsWith("s:")) startTimesUs.push(Number(field.slice(2)));
    else if (plainFields.has(field)) plain[field] = JSON.parse(value);
    else addEntry(maps, field, value);
  }
  startTimesUs.sort((left, right) => left - right);
  const { logEvents, ...storedMaps } = maps;
  const awaitsSpan =
    logEvents !== undefined && Object.keys(plain).length === 0 && Object.keys(storedMaps).length === 0;
  const fields: SpanFields = { ...plain, ...storedMaps };
  if (logEvents !== undefined) addLogContent(logEvents, fields);
  settle(fields, startTimesUs);
  return { fields, version, startTimesUs, awaitsSpan };
}

function addEntry(
  maps: Partial<Record<MapField, Record<string, string>>>,
  field: string,
  value: string,
): void {
  const mapField = mapFields.find((name) => field.startsWith(`${name}.`));
  if (mapField === undefined) return;
  const texts = maps[mapField] ?? safeRecord<string>();
  texts[field.slice(mapField.length + 1)] = String(JSON.parse(value));
  maps[mapField] = texts;
}

/** What the span says of itself goes before what log events say of it. */
function addLogContent(logEvents: Readonly<Record<string, string>>, fields: SpanFields): void {
  const events: PlacedContent[] = [];
  // By id, so that equal places sort alike whatever the order in which registers are read.
  for (const id of Object.keys(logEvents).sort()) {
    const event = readLogEvent(logEvents[id] ?? "");
    if (event !== null) events.push(event);
  }
  const { errorType, errorMessage, codes, ...content } = joinContent(events);
  for (const name of ["input", "output", "systemInstructions", "toolDefinitions"] as const) {
    const text = content[name];
    if (text !== undefined) fields[name] ??= text;
  }
  if (codes !== "" && fields.claimedKeys !== undefined) {
    const [own = "", resource = "", given = ""] = fields.claimedKeys.split("|");
    fields.claimedKeys = `${own}|${resource}|${given}${codes}`;
  }
  if (errorMessage === undefined) return;
  fields.level ??= "ERROR";
  fields.statusMessage ??= errorMessage;
  if (fields.level === "ERROR") fields.errorClass ??= classifyError(errorType, errorMessage);
}

/** What only the whole can tell. */
function settle(fields: SpanFields, startTimesUs: readonly number[]): void {
  // Clients send a trace again with a later timestamp; it began when it was first seen.
  const [earliestUs] = startTimesUs;
  if (fields.kind === "TRACE" && earliestUs !== undefined) fields.startTimeUs = earliestUs;
  if (fields.level === "ERROR") fields.errorClass ??= classifyError(fields.statusMessage);
  else delete fields.errorClass;
}
