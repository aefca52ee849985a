/**
 * Where every value of a JSON text begins and ends, in the order of the text, so that megabytes can be
 * shown without a tree of objects: numbers keep their digits, keys their order, double keys their place.
 */
export interface JsonIndex {
  readonly count: number;
  /** The value's key where it has one, else the value. Ascending. */
  readonly start: Uint32Array;
  readonly valueStart: Uint32Array;
  /** Exclusive. */
  readonly valueEnd: Uint32Array;
  /** The first node behind the node's own subtree. */
  readonly end: Uint32Array;
  readonly parent: Int32Array;
  /** Own entries of an object or list. */
  readonly size: Uint32Array;
  /** False when the text stops before its end; what is open there counts as closed. */
  readonly complete: boolean;
}

/** Null when the text is not a JSON object or list, whole or cut short. */
export function indexJson(text: string): JsonIndex | null {
  return new Scanner(text).run();
}

type Progress = "ok" | "ends-early" | "not-json";

const scalar = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity)$/;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

class Scanner {
  private readonly text: string;
  private readonly start: Uint32Array;
  private readonly valueStart: Uint32Array;
  private readonly valueEnd: Uint32Array;
  private readonly end: Uint32Array;
  private readonly parents: Int32Array;
  private readonly size: Uint32Array;
  private at = 0;
  private count = 0;
  private parent = -1;
  /** A value may follow here: behind an opening bracket or a comma. */
  private awaitsValue = true;

  constructor(text: string) {
    this.text = text;
    const capacity = mostValues(text);
    this.start = new Uint32Array(capacity);
    this.valueStart = new Uint32Array(capacity);
    this.valueEnd = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
    this.parents = new Int32Array(capacity);
    this.size = new Uint32Array(capacity);
  }

  run(): JsonIndex | null {
    this.skipSpace();
    const first = this.text.charCodeAt(this.at);
    if (first !== openList && first !== openObject) return null;
    let progress = this.readValue(this.at);
    while (progress === "ok" && this.parent >= 0) progress = this.readMember();
    this.skipSpace();
    if (progress === "not-json" || (progress === "ok" && this.at < this.text.length)) return null;
    const complete = progress === "ok";
    for (let id = this.parent; id >= 0; id = this.parents[id] ?? -1) this.closeAt(id, this.text.length);
    const { count, start, valueStart, valueEnd, end, parents: parent, size } = this;
    return { count, start, valueStart, valueEnd, end, parent, size, complete };
  }

  private readMember(): Progress {
    if (!this.skipSpace()) return "ends-early";
    const code = this.text.charCodeAt(this.at);
    const inObject = this.text.charCodeAt(this.valueStart[this.parent] ?? 0) === openObject;
    const isEmpty = this.size[this.parent] === 0;
    if (code === (inObject ? closeObject : closeList)) {
      if (this.awaitsValue && !isEmpty) return "not-json";
      return this.close();
    }
    if (!this.awaitsValue) {
      if (code !== comma) return "not-json";
      this.at += 1;
      this.awaitsValue = true;
      return "ok";
    }
    const start = this.at;
    const progress = inObject ? this.readKey() : "ok";
    return progress === "ok" ? this.readValue(start) : progress;
  }

  private readKey(): Progress {
    if (this.text.charCodeAt(this.at) !== quote) return "not-json";
    if (!this.skipString() || !this.skipSpace()) return "ends-early";
    if (this.text.charCodeAt(this.at) !== colon) return "not-json";
    this.at += 1;
    return this.skipSpace() ? "ok" : "ends-early";
  }

  private readValue(start: number): Progress {
    const code = this.text.charCodeAt(this.at);
    const id = this.count;
    this.start[id] = start;
    this.valueStart[id] = this.at;
    this.parents[id] = this.parent;
    if (code === openList || code === openObject) {
      this.addNode(id);
      this.parent = id;
      this.awaitsValue = true;
      this.at += 1;
      return "ok";
    }
    const progress = code === quote ? this.readString() : this.readScalar();
    if (progress === "not-json") return progress;
    this.addNode(id);
    this.awaitsValue = false;
    this.closeAt(id, this.at);
    return progress;
  }

  private readString(): Progress {
    return this.skipString() ? "ok" : "ends-early";
  }

  private readScalar(): Progress {
    const from = this.at;
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === comma || code === closeList || code === closeObject || isSpace(code)) {
        return scalar.test(this.text.slice(from, this.at)) ? "ok" : "not-json";
      }
      // No number that anyone counts with is longer; text that is not JSON ends here.
      if (this.at - from > 4_096) return "not-json";
    }
    return "ends-early";
  }

  private addNode(id: number): void {
    this.count = id + 1;
    if (this.parent >= 0) this.size[this.parent] = (this.size[this.parent] ?? 0) + 1;
  }

  private close(): Progress {
    const id = this.parent;
    this.at += 1;
    this.closeAt(id, this.at);
    this.parent = this.parents[id] ?? -1;
    this.awaitsValue = false;
    return "ok";
  }

  private closeAt(id: number, valueEnd: number): void {
    this.valueEnd[id] = valueEnd;
    this.end[id] = this.count;
  }

  /** False at the end of the text. */
  private skipSpace(): boolean {
    while (isSpace(this.text.charCodeAt(this.at))) this.at += 1;
    return this.at < this.text.length;
  }

  /** False when the text ends within the string. */
  private skipString(): boolean {
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === backslash) this.at += 1;
      else if (code === quote) {
        this.at += 1;
        return true;
      }
    }
    this.at = this.text.length;
    return false;
  }
}

/** No text has more values than separators and one; brackets and commas in strings only make it roomier. */
function mostValues(text: string): number {
  let count = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === comma || code === openList || code === openObject) count += 1;
  }
  return count;
}
