import type { SpanFields } from "@plumbline/contracts/events";
import { EventProblem } from "../classic/body.ts";
import { cleanText, valueText } from "../clean-text.ts";
import { addMetadataTexts } from "../metadata.ts";
import { isRecord } from "../parsed-json.ts";
import { safeRecord } from "../safe-record.ts";
import { isPlausibleTimeUs, parseIsoUs } from "../times.ts";

/** Reading of what the clients of other tools send: loose in what does not matter, strict in ids and times. */

type Optional<T> = { [Key in keyof T]?: T[Key] | undefined };

/** Leaves out what is unknown. Runs for every span, so it makes nothing else on its way. */
export function known(fields: Optional<SpanFields>): SpanFields {
  const result: Record<string, unknown> = {};
  const given: Record<string, unknown> = fields;
  for (const name in given) {
    if (given[name] !== undefined) result[name] = given[name];
  }
  return result;
}

export function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** A text that is not empty; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? cleanText(value) : undefined;
}

/** The first of them that says something. */
export function firstText(...values: unknown[]): string | undefined {
  for (const value of values) {
    const text = textOf(typeof value === "number" ? String(value) : value);
    if (text !== undefined) return text;
  }
  return undefined;
}

export function contentOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : valueText(value);
}

export function idOf(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string" && value.length <= 800 && !value.includes("\r")) return cleanText(value);
  throw new EventProblem("event.invalid_field", `${name} must be a text of at most 800 characters.`);
}

export function requiredId(value: unknown, name: string): string {
  const id = idOf(value, name);
  if (id === undefined) throw new EventProblem("event.missing_id", `${name} is missing.`);
  return id;
}

const zoneless = /^\d{4}-\d\d-\d\dT[\d:.,]+$/;

/** Microseconds of ISO 8601 (without a zone: UTC) or of epoch milliseconds; clients mix both in one object. */
export function timeUsOf(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  let timeUs = Number.NaN;
  if (typeof value === "number") timeUs = Math.round(value * 1_000);
  else if (typeof value === "string") timeUs = parseIsoUs(zoneless.test(value) ? `${value}Z` : value);
  if (isPlausibleTimeUs(timeUs)) return timeUs;
  throw new EventProblem(
    "event.invalid_field",
    `${name} must be ISO 8601 or epoch milliseconds, between the years 2000 and 2100.`,
  );
}

export function tagsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const tags = value.flatMap((item: unknown) => textOf(item) ?? []);
  return tags.length === 0 ? undefined : tags;
}

export function metadataOf(value: unknown): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  const texts = safeRecord<string>();
  addMetadataTexts(texts, value);
  return Object.keys(texts).length === 0 ? undefined : texts;
}

/** Texts under the given names, what is absent left out; undefined when nothing is left. */
export function attributesOf(values: Record<string, unknown>): Record<string, string> | undefined {
  const texts = safeRecord<string>();
  let isEmpty = true;
  for (const name in values) {
    const text = contentOf(values[name]);
    if (text === undefined || text === "") continue;
    texts[name] = text;
    isEmpty = false;
  }
  return isEmpty ? undefined : texts;
}

/** What lies at a path of objects and arrays. */
export function at(value: unknown, ...path: ReadonlyArray<string | number>): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}
