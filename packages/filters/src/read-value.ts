import { compareDecimals, parseDecimal } from "./decimal.ts";
import type { Comparison, Operator } from "./filter.ts";
import type { NamedField } from "./find-field.ts";
import { isMeasureType, type MeasureType, parseMeasure } from "./measure.ts";
import { nearest } from "./nearest.ts";
import { quote, writeField } from "./quote.ts";
import type { Operand } from "./tokens.ts";

/** What the values belong to: `model`, `metadata.plan`. */
export interface Subject {
  field: NamedField;
  key: string | undefined;
}

type Reading = Comparison | { message: string; replacement?: string };

const sizes = { ">": "gt", ">=": "gte", "<": "lt", "<=": "lte" } as const;
const sizePattern = /^(>=|<=|>|<)/;

/** A value as typed, with the signs around it, as a comparison of the field. */
export function readValue(subject: Subject, operand: Operand): Reading {
  const { text, quoted } = operand;
  const sign = sizePattern.exec(text)?.[1];
  if (sign !== undefined && isSize(sign)) {
    const value = quoted ? quoted.value : text.slice(sign.length);
    if (quoted?.after === "*") return { message: "Nothing can be both a pattern and a size." };
    return readSize(subject, sign, value);
  }
  const pattern = readPattern(operand);
  if (typeof pattern === "string") return readExact(subject, pattern, quoted !== null);
  if ("message" in pattern) return pattern;
  if (pattern.operator === "exists") return compare(subject, "exists", []);
  if (takesPatterns(subject)) return compare(subject, pattern.operator, [pattern.value]);
  return { message: `${nameOf(subject)} ${wants(subject.field)}, not a pattern with a star.` };
}

type Pattern =
  | string
  | { operator: "exists" }
  | { operator: "contains" | "starts"; value: string }
  | { message: string; replacement?: string };

/** Without stars the text itself. */
function readPattern({ text, quoted }: Operand): Pattern {
  const inner = quoted ? quoted.value : text.replace(/^\*|\*$/g, "");
  const starts = quoted ? quoted.before === "*" : text.startsWith("*");
  const ends = quoted ? quoted.after === "*" : text.length > 1 && text.endsWith("*");
  if (!quoted && text === "*") return { operator: "exists" };
  if (!quoted && inner.includes("*"))
    return {
      message: "A star stands before or after a value; quotes make it a plain star.",
      replacement: quote(text),
    };
  if (!starts && !ends) return inner;
  if (inner === "") return { message: "Write what to look for between the stars." };
  if (starts && !ends)
    return {
      message: "Nothing finds values by their end: put a star on both sides to find it anywhere.",
      replacement: `${text}*`,
    };
  return { operator: starts ? "contains" : "starts", value: inner };
}

function readSize(subject: Subject, sign: keyof typeof sizes, text: string): Reading {
  const type = measureOf(subject);
  if (type === null)
    return { message: `${nameOf(subject)} ${wants(subject.field)}: it is not compared by size.` };
  if (text === "")
    return { message: `Compared with what? Write ${nameOf(subject)}:${sign}${example(type)}.` };
  const measure = parseMeasure(type, text);
  if ("value" in measure) return compare(subject, sizes[sign], [measure.value]);
  return withReplacement(measure.message, measure.replacement && sign + measure.replacement);
}

function readExact(subject: Subject, text: string, isQuoted: boolean): Reading {
  const { field } = subject;
  const type = measureOf(subject);
  if (type !== null && !isQuoted && text.includes("..")) {
    const range = readRange(subject, type, text);
    // Texts have dots too: under a key it is a range only if both ends are numbers.
    if (!("message" in range) || field.type !== "map") return range;
  }
  if (isMeasureType(field.type)) {
    const measure = parseMeasure(field.type, text);
    if ("value" in measure) return compare(subject, "is", [measure.value]);
    return measure;
  }
  if (field.type === "flag") return readFlag(subject, text);
  if (field.type !== "choice") return compare(subject, "is", [text]);
  const choices = field.choices ?? [];
  const choice = choices.find((known) => known.toLowerCase() === text.toLowerCase());
  if (choice !== undefined) return compare(subject, "is", [choice]);
  const meant = nearest(text, choices);
  if (meant === null)
    return { message: `${field.name} is never "${text}". It is one of ${choices.join(", ")}.` };
  return { message: `${field.name} is never "${text}": did you mean ${meant}?`, replacement: meant };
}

function readRange(subject: Subject, type: MeasureType, text: string): Reading {
  const cut = text.indexOf("..");
  const low = text.slice(0, cut);
  const high = text.slice(cut + 2);
  if (low === "" && high === "")
    return { message: `Write both ends, or one: ${example(type)}.. is "at least".` };
  const from = low === "" ? null : parseMeasure(type, low);
  const to = high === "" ? null : parseMeasure(type, high);
  if (from && "message" in from)
    return withReplacement(from.message, from.replacement && `${from.replacement}..${high}`);
  if (to && "message" in to)
    return withReplacement(to.message, to.replacement && `${low}..${to.replacement}`);
  if (!to) return compare(subject, "gte", from ? [from.value] : []);
  if (!from) return compare(subject, "lte", [to.value]);
  const [start, end] = [parseDecimal(from.value), parseDecimal(to.value)];
  if (start && end && compareDecimals(start, end) > 0)
    return { message: "This range ends before it begins.", replacement: `${high}..${low}` };
  return compare(subject, "between", [from.value, to.value]);
}

function readFlag(subject: Subject, text: string): Reading {
  const value = { true: "true", yes: "true", false: "false", no: "false" }[text.toLowerCase()];
  if (value !== undefined) return compare(subject, "is", [value]);
  return { message: `${subject.field.name} is true or false, not "${text}".` };
}

function compare({ field, key }: Subject, operator: Operator, values: string[]): Reading {
  if (operator === "exists" && field.type === "flag")
    return { message: `${field.name} is always true or false.`, replacement: "true" };
  return { type: "compare", field: field.name, ...(key !== undefined && { key }), operator, values };
}

function withReplacement(message: string, replacement: string | undefined): Reading {
  return replacement ? { message, replacement } : { message };
}

function isSize(sign: string): sign is keyof typeof sizes {
  return Object.hasOwn(sizes, sign);
}

function takesPatterns({ field }: Subject): boolean {
  return field.type === "text" || field.type === "set" || field.type === "map";
}

/** As what it is compared by size; null if it is not. */
function measureOf({ field }: Subject): MeasureType | null {
  if (field.type === "map") return "number";
  return isMeasureType(field.type) ? field.type : null;
}

function nameOf({ field, key }: Subject): string {
  return writeField(field.name, key);
}

function wants({ type, choices = [] }: NamedField): string {
  if (type === "choice") return `is one of ${choices.join(", ")}`;
  if (type === "flag") return "is true or false";
  return isMeasureType(type) ? `takes a size such as >${example(type)}` : "is a text";
}

function example(type: MeasureType): string {
  return { number: "0.8", money: "0.05", duration: "2s", count: "500" }[type];
}
