import { cleanText, valueText } from "../clean-text.ts";
import { isRecord } from "../parsed-json.ts";
import { isPlausibleTimeUs, parseIsoUs } from "../times.ts";

/** What is wrong with one event; the others of its batch go on. */
export class EventProblem extends Error {
  readonly code: string;

  constructor(code: string, reason: string) {
    super(reason);
    this.name = "EventProblem";
    this.code = code;
  }
}

/**
 * An object of an event, read field by field. Null is "not sent". Only what is asked for is ever read:
 * some SDKs put their settings, with the secret key, into the body.
 */
export class Body {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(fields: Readonly<Record<string, unknown>>, path: string) {
    this.#fields = fields;
    this.#path = path;
  }

  value(name: string): unknown {
    const value = this.#fields[name];
    return value === null ? undefined : value;
  }

  problem(name: string, expectation: string): EventProblem {
    return new EventProblem("event.invalid_field", `${this.#path}${name} must be ${expectation}.`);
  }

  text(name: string, maxLength = Number.POSITIVE_INFINITY): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw this.problem(name, "a string");
    if (value.length > maxLength) throw this.problem(name, `at most ${maxLength} characters long`);
    return cleanText(value);
  }

  id(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== "string" || value.length < 1 || value.length > 800 || value.includes("\r")) {
      throw this.problem(name, "a string of 1 to 800 characters without a carriage return");
    }
    return cleanText(value);
  }

  requiredId(name: string): string {
    const id = this.id(name);
    if (id === undefined) throw new EventProblem("event.missing_id", `${this.#path}${name} is missing.`);
    return id;
  }

  timeUs(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const timeUs = typeof value === "string" ? parseIsoUs(value) : Number.NaN;
    if (isPlausibleTimeUs(timeUs)) return timeUs;
    throw this.problem(name, "an ISO 8601 time with a zone, between the years 2000 and 2100");
  }

  boolean(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "boolean") return value;
    throw this.problem(name, "true or false");
  }

  record(name: string): Record<string, unknown> | undefined {
    const value = this.value(name);
    if (value === undefined || isRecord(value)) return value;
    throw this.problem(name, "an object");
  }

  texts(name: string): string[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.problem(name, "an array of strings");
    return value.map((item: unknown) => {
      if (typeof item !== "string") throw this.problem(name, "an array of strings");
      return cleanText(item);
    });
  }

  oneOf<T extends string>(name: string, names: readonly T[]): T | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const found = names.find((candidate) => candidate === value);
    if (found === undefined) throw this.problem(name, `one of ${names.join(", ")}`);
    return found;
  }

  /** Any JSON: a text stays plain, the rest becomes JSON text. */
  content(name: string): string | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : valueText(value);
  }
}
