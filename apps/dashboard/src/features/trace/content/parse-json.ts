/** A number whose digits a double cannot hold; shown as it was sent. */
export class RawNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

const longDigits = /\d{16}/;

/** Undefined when the text is not a JSON object or list; a bare word or number is plain text. */
export function parseJson(text: string): unknown {
  const start = /^\s*([[{])/.exec(text);
  if (!start) return undefined;
  try {
    const parsed: unknown = longDigits.test(text) ? JSON.parse(text, keepLongNumbers) : JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

function keepLongNumbers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined || !longDigits.test(source)) return value;
  return String(value) === source ? value : new RawNumber(source);
}
