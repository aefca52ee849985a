const eventEnd = /\r?\n\r?\n/g;

/** Cuts the bytes of an event stream into events; characters and events may be split anywhere. */
export class FrameReader {
  readonly #decoder = new TextDecoder();
  #rest = "";

  *read(chunk: Uint8Array): Generator<string> {
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    let from = 0;
    eventEnd.lastIndex = 0;
    for (const found of text.matchAll(eventEnd)) {
      const frame = text.slice(from, found.index);
      from = found.index + found[0].length;
      if (frame !== "") yield frame;
    }
    this.#rest = text.slice(from);
  }

  /** What came after the last whole event. */
  get rest(): string {
    return this.#rest;
  }
}

const content = /"(?:content|text|response|delta|arguments|partial_json)": ?"[^"]/;

/** Whether an event carries text of the answer: not a role, an end, usage or a comment. */
export function carriesText(frame: string): boolean {
  if (frame.startsWith(":") || frame.includes("[DONE]")) return false;
  return content.test(frame);
}

const marker = /#(\d+)/g;

/** The sequence numbers in an event, as the simulator writes them for `[[sequence]]`. */
export function sequenceNumbers(frame: string): number[] {
  return Array.from(frame.matchAll(marker), ([, digits]) => Number(digits));
}
