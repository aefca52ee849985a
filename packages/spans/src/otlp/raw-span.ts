/** Ready JSON text of an array or a map, or of an integer that a double cannot hold. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Null is an AnyValue that holds nothing. Bytes are base64 text, as in OTLP/JSON. */
export type AttributeValue = string | number | boolean | null | JsonText;

export const maxNesting = 128;

export interface RawEvent {
  name: string;
  timeUs: number;
  keys: string[];
  values: AttributeValue[];
}

/**
 * One span as the wire gave it; readers fill the same object again and again. Ids are lower-case hex of
 * whatever length came, "" when absent. Times are microseconds, 0 when absent, NaN when unreadable.
 */
export interface RawSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: number;
  startUs: number;
  endUs: number;
  statusCode: number;
  statusMessage: string;
  linkCount: number;
  keys: string[];
  values: AttributeValue[];
  events: RawEvent[];
}

export interface RawScope {
  name: string;
  version: string;
}

export interface RawResource {
  keys: string[];
  values: AttributeValue[];
}

export function createRawSpan(): RawSpan {
  return {
    traceId: "",
    spanId: "",
    parentSpanId: "",
    name: "",
    kind: 0,
    startUs: 0,
    endUs: 0,
    statusCode: 0,
    statusMessage: "",
    linkCount: 0,
    keys: [],
    values: [],
    events: [],
  };
}

export function clearRawSpan(span: RawSpan): void {
  span.traceId = "";
  span.spanId = "";
  span.parentSpanId = "";
  span.name = "";
  span.kind = 0;
  span.startUs = 0;
  span.endUs = 0;
  span.statusCode = 0;
  span.statusMessage = "";
  span.linkCount = 0;
  span.keys.length = 0;
  span.values.length = 0;
  if (span.events.length > 0) span.events = [];
}

/** Plain text for a string, else JSON text. */
export function attributeText(value: AttributeValue): string {
  if (typeof value === "string") return value;
  return value instanceof JsonText ? value.text : String(value);
}

/** JSON text of a value inside an array or a map; numbers that JSON lacks become strings. */
export function attributeJson(value: AttributeValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : `"${value}"`;
  return value instanceof JsonText ? value.text : String(value);
}

export function isEmptyValue(value: AttributeValue): boolean {
  if (value === null || value === "") return true;
  return value instanceof JsonText && (value.text === "[]" || value.text === "{}");
}

/** Repeated keys stay in the text; what reads it takes the last. */
export function mapJson(keys: readonly string[], values: readonly AttributeValue[]): JsonText {
  let json = "";
  for (let index = 0; index < keys.length; index++) {
    const entry = `${JSON.stringify(keys[index])}:${attributeJson(values[index] ?? null)}`;
    json += index === 0 ? entry : `,${entry}`;
  }
  return new JsonText(`{${json}}`);
}
