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
 * inputs, "s:<micros>" remembers a start time. `value` is JSON text, "" for marks. "w:<hash of an event
 * id>:<hash of its text>" holds a whole event in the place of all registers that it would have.
 */
export interface Register {
  field: string;
  /** 0 for a create, 1 for an update. */
  rank: number;
  timeUs: number;
  hash: bigint;
  value: string;
}

/** As it is stored; what decides between two of a field is only asked for beside a whole event. */
export type StoredRegister = Pick<Register, "field" | "value"> & Partial<Register>;

export interface FoldedSpan {
  fields: SpanFields;
  /** How many different events went in. */
  version: number;
  /** Every start time that any event gave, ascending. */
  startTimesUs: number[];
  /** Only log events came so far: there is content, but no span yet that it belongs to. */
  awaitsSpan: boolean;
}

/** What the fold keeps of an event; both forms mean the same. */
export function toRegisters(event: SpanPartEvent): Register[] {
  return event.whole === true ? [wholeRegister(event)] : fieldRegisters(event);
}

function wholeRegister({ eventId, op, timeUs, fields }: SpanPartEvent): Register {
  const value = JSON.stringify({ eventId, op, timeUs, fields } satisfies WholeEvent);
  const eventHash = new Hash64().add(eventId);
  const textHash = eventHash.copy().add(value);
  const field = `${wholeMark}${eventHash.hex()}:${textHash.hex()}`;
  return { field, rank: op === "update" ? 1 : 0, timeUs, hash: textHash.value(), value };
}

type WholeEvent = Pick<SpanPartEvent, "eventId" | "op" | "timeUs" | "fields">;
const wholeMark = "w:";

/** One register per present field; a null or undefined field is not sent and so erases nothing. */
function fieldRegisters(event: WholeEvent): Register[] {
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
export function fromRegisters(stored: Iterable<StoredRegister>): FoldedSpan {
  const { plain, maps, version, startTimesUs } = gather(stored);
  startTimesUs.sort((left, right) => left - right);
  const { logEvents, ...storedMaps } = maps;
  const awaitsSpan =
    logEvents !== undefined && Object.keys(plain).length === 0 && Object.keys(storedMaps).length === 0;
  const fields: SpanFields = { ...plain, ...storedMaps };
  if (logEvents !== undefined) addLogContent(logEvents, fields);
  settle(fields, startTimesUs);
  return { fields, version, startTimesUs, awaitsSpan };
}

interface Gathered {
  plain: Record<string, unknown>;
  maps: Partial<Record<MapField, Record<string, string>>>;
  version: number;
  startTimesUs: number[];
}

function gather(stored: Iterable<StoredRegister>): Gathered {
  const others: StoredRegister[] = [];
  const wholes: StoredRegister[] = [];
  for (const register of stored) {
    (register.field.startsWith(wholeMark) ? wholes : others).push(register);
  }
  const gathered: Gathered = { plain: {}, maps: {}, version: 0, startTimesUs: [] };
  const [whole] = wholes;
  const isAlone =
    whole !== undefined && wholes.length === 1 && others.every((other) => isBeside(other, whole));
  if (isAlone) addWhole(gathered, whole);
  const rest = isAlone || whole === undefined ? others : withWholes(others, wholes);
  for (const register of rest) addRegister(gathered, register);
  return gathered;
}

/** Content of log events, a start time that was made up, or the count of an event of theirs. */
function isBeside({ field }: StoredRegister, whole: StoredRegister): boolean {
  if (field.startsWith("logEvents.") || field.startsWith("f:")) return true;
  return field.startsWith("e:") && !whole.field.startsWith(`${wholeMark}${field.slice(2)}:`);
}

function addWhole(gathered: Gathered, register: StoredRegister): void {
  const { fields } = readWhole(register);
  for (const [name, content] of Object.entries(fields)) {
    if (content !== null && plainFields.has(name)) gathered.plain[name] = content;
  }
  for (const name of mapFields) {
    const texts = fields[name];
    if (texts && Object.keys(texts).length > 0)
      gathered.maps[name] = Object.assign(safeRecord<string>(), texts);
  }
  gathered.version += 1;
  if (typeof fields.startTimeUs === "number") gathered.startTimesUs.push(fields.startTimeUs);
}

function addRegister(gathered: Gathered, { field, value }: StoredRegister): void {
  if (field.startsWith("e:")) gathered.version += 1;
  else if (field.startsWith("s:")) gathered.startTimesUs.push(Number(field.slice(2)));
  else if (plainFields.has(field)) gathered.plain[field] = JSON.parse(value);
  else addEntry(gathered.maps, field, value);
}

function addEntry(maps: Gathered["maps"], field: string, value: string): void {
  const mapField = mapFields.find((name) => field.startsWith(`${name}.`));
  if (mapField === undefined) return;
  const texts = maps[mapField] ?? safeRecord<string>();
  texts[field.slice(mapField.length + 1)] = String(JSON.parse(value));
  maps[mapField] = texts;
}

/** Whole events are taken apart again: for every field the greatest register of all holds. */
function withWholes(
  others: readonly StoredRegister[],
  wholes: readonly StoredRegister[],
): Iterable<StoredRegister> {
  const greatest = new Map(others.map((register) => [register.field, register]));
  for (const whole of wholes) {
    for (const register of fieldRegisters(readWhole(whole))) {
      const held = greatest.get(register.field);
      if (held === undefined || isGreater(register, held)) greatest.set(register.field, register);
    }
  }
  return greatest.values();
}

function readWhole({ value }: StoredRegister): WholeEvent {
  return JSON.parse(value);
}

/** Of two registers of one field. */
export function isGreater(left: Register, right: StoredRegister): boolean {
  const { rank, timeUs, hash, value } = right;
  if (rank === undefined || timeUs === undefined || hash === undefined) {
    throw new TypeError(`Nothing tells which register of ${left.field} is the greater one`);
  }
  if (left.rank !== rank) return left.rank > rank;
  if (left.timeUs !== timeUs) return left.timeUs > timeUs;
  if (left.hash !== hash) return left.hash > hash;
  return left.value > value;
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
